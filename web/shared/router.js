/** From addresses to pages: links are ordinary links, and going to another page moves the focus to its heading. */
import { useEffect, useState } from "preact/hooks";

import { language, otherLanguage } from "./texts.js";

/**
 * @typedef {object} Page
 * @property {string} path what its addresses look like: "/prenotazioni/:id"
 * @property {string} title
 * @property {() => Promise<{default: (props: any) => any}>} load
 * @property {string[]} [roles] who may open it; signed in is enough when empty, nobody needs to be when absent
 * @property {boolean} [quiet] search engines need not know it
 */

/**
 * @typedef {object} Place
 * @property {Page} page
 * @property {Record<string, string>} params
 * @property {URLSearchParams} query
 * @property {((props: any) => any) | null} view what draws it; null when its file does not come
 */

const PREFIX = language === "it" ? "" : `/${language}`;
const GOING = "going"; // what this file tells itself of an address that the page has chosen

/** The address of a page in this language. @param {string} path */
export const link = (path) => PREFIX + path;

/** The same page in the other language. */
export function inOtherLanguage() {
  const path = location.pathname.slice(PREFIX.length) || "/";
  return (otherLanguage === "it" ? path : `/${otherLanguage}${path}`) + location.search;
}

/**
 * The page of an address and what its parts say, or null.
 *
 * @param {Page[]} pages
 * @param {string} pathname
 */
export function match(pages, pathname) {
  const path = pathname.startsWith(PREFIX) ? pathname.slice(PREFIX.length) : pathname;
  const parts = path.split("/").filter(Boolean);
  for (const page of pages) {
    const pattern = page.path.split("/").filter(Boolean);
    if (pattern.length !== parts.length) continue;
    if (!pattern.every((part, at) => part.startsWith(":") || part === parts[at])) continue;
    const named = pattern.flatMap((part, at) => (part.startsWith(":") ? [[part.slice(1), _decoded(parts[at])]] : []));
    return { page, params: Object.fromEntries(named) };
  }
  return null;
}

/** Go to another page of ours. @param {string} path @param {{replace?: boolean, state?: unknown}} [how] */
export function go(path, how = {}) {
  history[how.replace ? "replaceState" : "pushState"](how.state ?? null, "", link(path));
  dispatchEvent(new Event(GOING));
}

/**
 * Change what the address says without leaving the page: filters that a reload, a link and "back" find again.
 *
 * @param {Record<string, string | null | undefined>} facts
 */
export function note(facts) {
  const query = new URLSearchParams(location.search);
  for (const [name, value] of Object.entries(facts)) {
    if (value) query.set(name, value);
    else query.delete(name);
  }
  const search = query.toString();
  history.replaceState(history.state, "", location.pathname + (search ? `?${search}` : "") + location.hash);
}

/**
 * Where the visitor is. The first place is ready before anything is drawn; `missing` stands for addresses of nothing.
 *
 * @param {Page[]} pages
 * @param {Page} missing
 * @param {Place} first
 */
export function usePlace(pages, missing, first) {
  const [place, setPlace] = useState(first);
  useEffect(() => {
    let latest = 0;
    let [address, hash] = [_address(), location.hash];
    const arrive = async () => {
      const turn = ++latest;
      [address, hash] = [_address(), location.hash];
      const next = await placeOf(pages, missing, location);
      if (turn !== latest) return;
      if (next.view || !(await _isThere())) setPlace(next);
      else location.reload(); // its file has gone with the edition of this tab: what is there now comes whole
    };
    const move = () => {
      // The browser makes an entry without a state for a part of the page that one sees: that is no other page.
      const isPart = _address() === address && location.hash !== hash && history.state === null;
      ({ hash } = location);
      if (!isPart) void arrive();
    };
    /** @param {MouseEvent} event */
    const follow = (event) => {
      const anchor = event.target instanceof Element ? event.target.closest("a") : null;
      if (!anchor || event.defaultPrevented) return;
      if (event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
      const part = _partOf(anchor);
      if (!part && !_isOurs(anchor, pages)) return;
      event.preventDefault();
      if (part) return part.focus();
      history.pushState(null, "", anchor.href);
      scrollTo(0, 0);
      void arrive();
    };
    addEventListener("popstate", move);
    addEventListener(GOING, arrive);
    document.addEventListener("click", follow);
    return () => {
      removeEventListener("popstate", move);
      removeEventListener(GOING, arrive);
      document.removeEventListener("click", follow);
    };
  }, [pages]);
  return place;
}

/** @param {Page[]} pages @param {Page} missing @param {{pathname: string, search: string}} address @returns {Promise<Place>} */
export async function placeOf(pages, missing, address) {
  const { page, params } = match(pages, address.pathname) ?? { page: missing, params: {} };
  const view = await page.load().then((part) => part.default, () => null);
  return { page, params, query: new URLSearchParams(address.search), view };
}

/** Where the browser is, whatever part of the page it shows. */
const _address = () => location.pathname + location.search;

/** Whether the line is there, and the page at its end. */
const _isThere = () => fetch(location.href, { method: "HEAD" }).then((answer) => answer.ok, () => false);

/** The part of this page to which an anchor leads, if it does. @param {HTMLAnchorElement} anchor */
function _partOf(anchor) {
  const { origin, pathname, search, hash } = new URL(anchor.href, location.href);
  return hash && origin === location.origin && pathname + search === _address() ? document.getElementById(hash.slice(1)) : null;
}

/** @param {HTMLAnchorElement} anchor @param {Page[]} pages */
function _isOurs(anchor, pages) {
  const { origin, pathname } = new URL(anchor.href, location.href);
  if (origin !== location.origin || anchor.target || anchor.hasAttribute("download")) return false;
  return pathname.startsWith(PREFIX || "/") && match(pages, pathname) !== null;
}

/** @param {string} part */
function _decoded(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part; // nobody has made such an address: nothing will be found there
  }
}
