/**
 * A month, with what there is on each day: a table of weeks where there is room, a list of days on a phone.
 *
 *     const [month, setMonth] = useState(today().slice(0, 7));
 *
 *     <${Month} caption="Le mie prenotazioni" empty="Questo mese non hai niente." month=${month} turn=${setMonth}
 *       items=${[{ key: id, on: "2026-12-02", address: link(`/prenotazioni/${id}`), text: "15:30 Ginnastica dolce" }]} />
 *
 * Items come in the order in which a day shows them. `first` and `last` are the months beyond which nobody can turn;
 * `note` stands under an item's link, `lang` is the language of its text when it is not the page's.
 */
import { useEffect, useState } from "preact/hooks";

import texts from "#texts/month";

import { today } from "./clock.js";
import { dayOf, daysAfter, monthAfter, monthOf, weekdayOf } from "./format.js";
import { html } from "./html.js";
import { reader } from "./texts.js";

const t = reader(texts);
const NARROW = "(max-width: 47.99rem)";
const WEEK = [0, 1, 2, 3, 4, 5, 6];

/** @typedef {{key: string, on: string, address: string, text: string, note?: string, lang?: string}} Item */

/**
 * @param {{caption: string, empty: string, month: string, turn: (month: string) => void, items: Item[],
 *   first?: string, last?: string}} props months are ISO, "2026-12"
 */
export function Month({ caption, empty, month, turn, items, first = "", last = "9999-12" }) {
  const narrow = useMedia(NARROW);
  const shown = items.filter((item) => item.on.startsWith(month));
  const [before, after] = [monthAfter(month, -1), monthAfter(month, 1)];
  return html`<section class="month" aria-label=${caption}>
    <div class="month-head">
      <button type="button" class="btn btn-outline-primary btn-sm" disabled=${before < first} onClick=${() => turn(before)}>
        <span aria-hidden="true">←</span><span class="visually-hidden">${t("to", { month: monthOf(before) })}</span>
      </button>
      <h2 class="month-name" aria-live="polite">${monthOf(month)}</h2>
      <button type="button" class="btn btn-outline-primary btn-sm" disabled=${after > last} onClick=${() => turn(after)}>
        <span aria-hidden="true">→</span><span class="visually-hidden">${t("to", { month: monthOf(after) })}</span>
      </button>
    </div>
    ${shown.length === 0 && html`<p class="nothing">${empty}</p>`}
    ${narrow ? html`<${Days} items=${shown} />` : html`<${Weeks} caption=${caption} month=${month} items=${shown} />`}
  </section>`;
}

/** @param {{items: Item[]}} props */
function Days({ items }) {
  const days = [...new Set(items.map((item) => item.on))].sort();
  return html`<ol class="plain-list month-days">
    ${days.map((day) => html`<li key=${day}><p class="month-day"><time datetime=${day}>${dayOf(day)}</time></p><${Items} of=${items} on=${day} /></li>`)}
  </ol>`;
}

/** @param {{caption: string, month: string, items: Item[]}} props */
function Weeks({ caption, month, items }) {
  const mondays = _mondays(month);
  return html`<table class="month-table">
    <caption class="visually-hidden">${caption}: ${monthOf(month)}</caption>
    <thead>
      <tr>
        ${WEEK.map((at) => weekdayOf(daysAfter(mondays[0], at))).map(([name, short]) => html`<th scope="col" abbr=${name}>${short}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${mondays.map((monday) => html`<tr key=${monday}>${WEEK.map((at) => html`<${Day} day=${daysAfter(monday, at)} month=${month} items=${items} />`)}</tr>`)}
    </tbody>
  </table>`;
}

/** @param {{day: string, month: string, items: Item[]}} props */
function Day({ day, month, items }) {
  if (!day.startsWith(month)) return html`<td class="month-outside"></td>`;
  return html`<td aria-current=${day === today() ? "date" : undefined}>
    <time class="month-number" datetime=${day}><span aria-hidden="true">${Number(day.slice(8))}</span><span class="visually-hidden">${dayOf(day)}</span></time>
    <${Items} of=${items} on=${day} />
  </td>`;
}

/** @param {{of: Item[], on: string}} props */
function Items({ of, on }) {
  const mine = of.filter((item) => item.on === on);
  if (!mine.length) return null;
  return html`<ul class="plain-list">
    ${mine.map(
      ({ key, address, text, note, lang }) =>
        html`<li key=${key}><a href=${address} lang=${lang}>${text}</a>${note && html`<span class="small">${note}</span>`}</li>`,
    )}
  </ul>`;
}

/** Whether the screen is so, now and when it is turned. @param {string} query */
function useMedia(query) {
  const [matches, setMatches] = useState(false);
  useEffect(() => {
    const list = matchMedia(query);
    const look = () => setMatches(list.matches);
    look();
    list.addEventListener("change", look);
    return () => list.removeEventListener("change", look);
  }, [query]);
  return matches;
}

/** The Mondays of the weeks of which some day is in a month. @param {string} month */
function _mondays(month) {
  const first = `${month}-01`;
  const monday = daysAfter(first, -((new Date(`${first}T12:00:00Z`).getUTCDay() + 6) % 7));
  return WEEK.slice(0, 6).map((week) => daysAfter(monday, 7 * week)).filter((day) => day < `${monthAfter(month, 1)}-01`);
}
