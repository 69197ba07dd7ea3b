/** The catalogue: what is offered, by need, words and wishes, in an order that nobody can buy. */
import { useEffect, useMemo, useRef, useState } from "preact/hooks";

import texts from "#texts/catalogue";
import titles from "#texts/titles";

import { get, pathOf, whole } from "../../shared/api.js";
import { ActionButton } from "../../shared/form.js";
import { html } from "../../shared/html.js";
import { Loaded, useLoad, useSettled } from "../../shared/load.js";
import { link, note } from "../../shared/router.js";
import { reader } from "../../shared/texts.js";
import { Heading, inItalian } from "../../shared/ui.js";
import { Cards } from "../cards.js";
import { Filters } from "../catalogue/filters.js";
import { Feedback } from "../feedback.js";

/** @typedef {import("../cards.js").Offering} Offering */
/** @typedef {{items: Offering[], next: string | null}} Page */

const t = reader(texts);
const WISHES = ["need", "service_id", "text", "category", "audience", "municipality_code", "accepts_vouchers", "accessible", "price_max_cents", "scope"];
const PAGE = 24;

/** @param {{query: URLSearchParams}} props */
export default function Catalogue({ query }) {
  const [wanted, setWanted] = useState(() => _wishes(query));
  useEffect(() => setWanted(_wishes(query)), [query]);
  const asked = useSettled(wanted);
  const address = useMemo(() => _address(asked), [asked]);
  /** @param {Record<string, string>} change */
  const wantAll = (change) => {
    const next = { ...wanted, ...change };
    setWanted(next);
    note(next);
  };
  const none = Object.fromEntries(WISHES.map((name) => [name, ""]));
  return html`<${Heading} lead=${t("lead")}>${titles.catalogue}<//>
    ${wanted.need && html`<${Need} id=${wanted.need} drop=${() => _leaving(() => wantAll({ need: "" }))} />`}
    ${wanted.service_id && html`<${Service} id=${wanted.service_id} drop=${() => _leaving(() => wantAll({ service_id: "" }))} />`}
    <${Filters} wanted=${wanted} want=${(/** @type {string} */ name, /** @type {string} */ value) => wantAll({ [name]: value })} />
    <${Offerings} address=${address} reset=${WISHES.some((name) => wanted[name]) && (() => _leaving(() => wantAll(none)))} />
    <${Feedback} task="catalogue" />`;
}

/** What somebody came with. @param {{id: string, drop: () => void}} props */
const Need = ({ id, drop }) =>
  html`<${Chosen} id=${id} of="/v1/needs" unknown=${t("need_chosen")} drop=${drop}>
    <a href=${link("/")} class="btn btn-outline-primary btn-sm">${t("need_other")}</a>
  <//>`;

/** One kind of help. @param {{id: string, drop: () => void}} props */
const Service = ({ id, drop }) => html`<${Chosen} id=${id} of="/v1/services" unknown=${t("service_chosen")} lang=${inItalian} drop=${drop} />`;

/** @param {{id: string, of: string, unknown: string, drop: () => void, lang?: string, children?: any}} props */
function Chosen({ id, of, unknown, drop, lang, children }) {
  const load = useLoad(async (signal) => (await whole(of, { signal, anonymous: true })).items.find((one) => one.id === id)?.title, [of, id]);
  return html`<div class="chosen">
    <p>${t("chosen")} <strong lang=${load.value && lang}>${load.value ?? unknown}</strong></p>
    <div class="buttons">
      <button type="button" class="btn btn-outline-primary btn-sm" onClick=${drop}>${t("chosen_drop")}</button>
      ${children}
    </div>
  </div>`;
}

/** @param {{address: string, reset: false | (() => void)}} props */
function Offerings({ address, reset }) {
  const load = useLoad((signal) => get(address, { signal, anonymous: true }), [address]);
  return html`<section id="found" tabindex="-1" aria-labelledby="found-title">
    <h2 id="found-title" class="visually-hidden">${t("found")}</h2>
    <${Loaded} of=${load}>
      ${(/** @type {Page} */ first) => html`<${Found} key=${first} first=${first} reset=${reset} />`}
    <//>
  </section>`;
}

/** @param {{first: Page, reset: false | (() => void)}} props */
function Found({ first, reset }) {
  const [pages, setPages] = useState([first]);
  const place = useRef(/** @type {HTMLDivElement | null} */ (null));
  const items = pages.flatMap((page) => page.items);
  const next = pages[pages.length - 1].next;
  useEffect(() => {
    const before = items.length - pages[pages.length - 1].items.length;
    if (before) /** @type {HTMLElement | undefined} */ (place.current?.querySelectorAll(".cards > li")[before])?.focus();
  }, [pages]);
  const more = async () => setPages([...pages, await get(pathOf(next ?? ""), { anonymous: true })]);
  return html`<div ref=${place}>
    <p role="status">${items.length ? t(next ? "count_more" : "count", { count: items.length }) : t("nothing")}</p>
    ${reset && html`<p><button type="button" class="btn btn-outline-primary btn-sm" onClick=${reset}>${t("reset")}</button></p>`}
    <${Cards} offerings=${items} />
    ${next && html`<${ActionButton} act=${more} kind="outline-primary">${t("more")}<//>`}
    <p class="small">${t("order")}</p>
  </div>`;
}

/** What somebody pressed goes away: where they are is told by what was found. @param {() => void} act */
function _leaving(act) {
  act();
  document.getElementById("found")?.focus();
}

/** @param {URLSearchParams} query */
const _wishes = (query) => Object.fromEntries(WISHES.map((name) => [name, query.get(name) ?? ""]));

/** @param {Record<string, string>} wanted */
function _address(wanted) {
  const query = new URLSearchParams({ limit: String(PAGE) });
  for (const [name, value] of Object.entries(wanted)) if (value.trim()) query.set(name, value.trim());
  return `/v1/offerings?${query}`;
}
