/** A set of pages as one application: the page of the address, inside the frame, for whoever may open it. */
import { hydrate } from "preact";
import { useEffect } from "preact/hooks";

import { followOtherTabs } from "./account.js";
import { Frame, useAccount } from "./frame.js";
import { html } from "./html.js";
import { connectionLost } from "./problem.js";
import { link, placeOf, usePlace } from "./router.js";
import { language, t } from "./texts.js";
import { Heading, Loading, ProblemNotice, useTitle } from "./ui.js";

/**
 * @typedef {object} Site
 * @property {import("./router.js").Page[]} pages
 * @property {import("./router.js").Page} missing
 * @property {(account: any) => [string, string][]} menu
 * @property {string} home
 * @property {string} name
 */

/** Take the drawn page over. @param {Site} site */
export async function start(site) {
  const first = await placeOf(site.pages, site.missing, location);
  const root = /** @type {HTMLElement} */ (document.getElementById("app"));
  hydrate(html`<${App} site=${site} first=${first} />`, root);
  root.dataset.ready = "";
  followOtherTabs();
  _whenIdle(_workOffline);
}

/** Do something when the page is there and nobody waits for it. @param {() => void} work */
function _whenIdle(work) {
  const idle = () => ("requestIdleCallback" in globalThis ? requestIdleCallback(() => work()) : setTimeout(work));
  if (document.readyState === "complete") idle();
  else addEventListener("load", idle, { once: true });
}

/** @param {{site: Site, first: import("./router.js").Place}} props */
export function App({ site, first }) {
  const place = usePlace(site.pages, site.missing, first);
  const { account, problem, ask } = useAccount();
  useTitle(place.page.title);
  useEffect(() => void _tellWorker([location.pathname]), [place]);
  return html`<${Frame} place=${place} menu=${site.menu(account)} home=${site.home} name=${site.name} account=${account}>
    <${Guard} page=${place.page} ...${{ account, problem, ask }}>
      <${place.view ?? Unreached} key=${place.page.path + JSON.stringify(place.params)} ...${place} account=${account} />
    <//>
  <//>`;
}

/** Keeps a page for those who may see it, and brings the others to where they can. @param {any} props */
function Guard({ page: { roles, title }, account, problem, ask, children }) {
  const away = roles && account === null;
  useEffect(() => {
    if (away) location.replace(link(`/accesso?poi=${encodeURIComponent(location.pathname + location.search)}`));
  }, [away]);
  if (!roles) return children;
  if (!account && problem) return html`<${Heading}>${title}<//><${ProblemNotice} problem=${problem} again=${ask} />`;
  if (!account) return html`<${Heading}>${title}<//><${Loading} />`;
  if (roles.length && !roles.some((/** @type {string} */ role) => account.roles.includes(role))) {
    return html`<${Heading} lead=${t("not_for_you_lead")}>${t("not_for_you")}<//>`;
  }
  return children;
}

/** A page whose file does not come. @param {import("./router.js").Place} props */
const Unreached = ({ page }) =>
  html`<${Heading}>${page.title}<//><${ProblemNotice} problem=${connectionLost()} again=${() => location.reload()} />`;

/** Let pages and catalogue stay readable without a line. */
async function _workOffline() {
  if (!("serviceWorker" in navigator)) return;
  const address = "/worker.js";
  // Trusted Types: the one script address that our own code makes.
  const policy = /** @type {any} */ (globalThis).trustedTypes?.createPolicy("worker", { createScriptURL: () => address });
  try {
    await navigator.serviceWorker.register(policy ? policy.createScriptURL(address) : address, { scope: "/" });
    await navigator.serviceWorker.ready;
    _tellWorker([location.pathname, link("/"), link("/catalogo")]);
    // On a first visit the worker is there only after the page: what came without it is told.
    new PerformanceObserver((list) => _tellWorker(list.getEntries().flatMap(_seenWithoutWorker))).observe({ type: "resource", buffered: true });
  } catch {
    // A browser that keeps nothing shows everything all the same.
  }
}

/** Tell who keeps pages what somebody has seen. @param {string[]} seen paths */
async function _tellWorker(seen) {
  const active = seen.length && (await navigator.serviceWorker?.getRegistration())?.active;
  if (active) active.postMessage({ seen, language });
}

/** @param {PerformanceEntry} entry @returns {string[]} */
function _seenWithoutWorker(entry) {
  const { origin, pathname, search } = new URL(entry.name);
  const isKept = /** @type {PerformanceResourceTiming} */ (entry).workerStart > 0;
  return isKept || origin !== location.origin ? [] : [pathname + search];
}
