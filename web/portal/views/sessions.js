/** Every date of the territory at which there is a place, between two days: as a list, or month by month. */
import { useEffect, useMemo, useState } from "preact/hooks";

import texts from "#texts/sessions";
import titles from "#texts/titles";

import { all } from "../../shared/api.js";
import { today } from "../../shared/clock.js";
import { daysAfter, monthAfter } from "../../shared/format.js";
import { html } from "../../shared/html.js";
import { Loaded, useLoad, useSettled } from "../../shared/load.js";
import { link, note } from "../../shared/router.js";
import { reader } from "../../shared/texts.js";
import { Heading } from "../../shared/ui.js";
import { CATEGORIES, MUNICIPALITIES, Wish, words } from "../catalogue/filters.js";
import { DateList } from "../dates/list.js";
import { DayMonth, ViewSwitch } from "../dates/views.js";

/** @typedef {import("../dates/list.js").Session} Session */

const t = reader(texts);
const WISHES = ["from_on", "to_on", "category", "municipality_code", "view"];
const WEEK = 7;
const PERIOD_DAYS_MAX = 62; // as much as the platform tells at once
const MONTHS_AHEAD = 11;

/** @param {{query: URLSearchParams}} props */
export default function SessionsPage({ query }) {
  const [wanted, setWanted] = useState(/** @type {Record<string, string> | null} */ (null)); // not while the page is drawn: today is then another day
  useEffect(() => setWanted(_wishes(query)), [query]);
  /** @param {Record<string, string>} change */
  const wantAll = (change) => {
    const next = { ...wanted, ...change };
    setWanted(next);
    note(next);
  };
  return html`<${Heading} lead=${t("lead")}>${titles.sessions}<//>
    ${wanted && html`<${Wanted} wanted=${wanted} want=${wantAll} />`}`;
}

/** @param {{wanted: Record<string, string>, want: (change: Record<string, string>) => void}} props */
function Wanted({ wanted, want }) {
  const isMonth = wanted.view === "month";
  const asked = useSettled(wanted);
  const address = useMemo(() => _address(asked), [asked]);
  const one = { wanted, want: (/** @type {string} */ name, /** @type {string} */ value) => want({ [name]: value }) };
  return html`<div role="search" class="fields" aria-label=${t("filters")}>
      ${!isMonth && html`<${Day} name="from_on" ...${one} first=${today()} />
        <${Day} name="to_on" ...${one} first=${wanted.from_on} last=${daysAfter(wanted.from_on, PERIOD_DAYS_MAX)} />`}
      <${Wish} name="category" label=${t("category")} options=${words("category", CATEGORIES)} ...${one} />
      <${Wish} name="municipality_code" label=${t("municipality")} options=${words("municipality", MUNICIPALITIES)} ...${one} />
    </div>
    <${ViewSwitch} view=${wanted.view || "list"} choose=${(/** @type {string} */ view) => want({ view: view === "list" ? "" : view })} />
    <${Found} address=${address} wanted=${asked} turn=${(/** @type {string} */ month) => want(_period(month))} />`;
}

/** @param {{name: "from_on" | "to_on", wanted: Record<string, string>, want: (name: string, value: string) => void, first: string, last?: string}} props */
const Day = ({ name, wanted, want, first, last }) =>
  html`<div class="field">
    <label for=${name}>${t(name)}</label>
    <input id=${name} type="date" class="form-control" required min=${first} max=${last} value=${wanted[name]}
      onInput=${(/** @type {any} */ event) => event.currentTarget.value && want(name, event.currentTarget.value)} />
  </div>`;

/** @param {{address: string, wanted: Record<string, string>, turn: (month: string) => void}} props */
function Found({ address, wanted, turn }) {
  const load = useLoad((signal) => all(address, { signal, anonymous: true }), [address]);
  return html`<${Loaded} of=${load}>
    ${(/** @type {{items: Session[]}} */ { items }) => html`
      <p role="status">${items.length ? t("count", { count: items.length }) : t("nothing")}</p>
      ${wanted.view === "month"
        ? html`<${DayMonth} sessions=${items} addressOf=${(/** @type {string} */ day) => _dayIn(wanted, day)} caption=${titles.sessions}
            month=${wanted.from_on.slice(0, 7)} turn=${turn} first=${today().slice(0, 7)} last=${monthAfter(today().slice(0, 7), MONTHS_AHEAD)} />`
        : html`<h2 class="visually-hidden">${t("by_day")}</h2><${DateList} sessions=${items} named=${true} />`}
    `}
  <//>`;
}

/** @param {URLSearchParams} query @returns {Record<string, string>} */
function _wishes(query) {
  const told = Object.fromEntries(WISHES.map((name) => [name, query.get(name) ?? ""]));
  const from_on = told.from_on > today() ? told.from_on : today();
  const wanted = { ...told, from_on, to_on: told.to_on || daysAfter(from_on, WEEK) };
  return told.view === "month" ? { ...wanted, ..._period(from_on.slice(0, 7)) } : wanted;
}

/** The days of a month that are still to come. @param {string} month */
function _period(month) {
  const first = `${month}-01`;
  return { from_on: first > today() ? first : today(), to_on: daysAfter(`${monthAfter(month, 1)}-01`, -1) };
}

/** @param {Record<string, string>} wanted a month is asked for as a whole */
function _address({ view, ...wanted }) {
  const period = view === "month" ? _period(wanted.from_on.slice(0, 7)) : _inBounds(wanted.from_on, wanted.to_on);
  const query = new URLSearchParams(Object.entries({ ...wanted, ...period }).filter(([, value]) => value));
  return `/v1/sessions?${query}`;
}

/** Where the dates of one day are, wished as before. @param {Record<string, string>} wanted @param {string} day */
function _dayIn({ category, municipality_code }, day) {
  const query = Object.entries({ from_on: day, to_on: day, category, municipality_code }).filter(([, value]) => value);
  return link(`/date?${new URLSearchParams(query)}`);
}

/** What is asked of days that are typed: from today on, an end after the beginning and not too far. @param {string} first @param {string} last */
function _inBounds(first, last) {
  const from_on = first > today() ? first : today();
  const most = daysAfter(from_on, PERIOD_DAYS_MAX);
  return { from_on, to_on: last < from_on ? from_on : last > most ? most : last };
}
