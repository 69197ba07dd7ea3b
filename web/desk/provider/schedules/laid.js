/** The sessions that hours give, and those that they do not give, with the reason. */
import texts from "#texts/desk-provider-schedules";

import { dayOf, money, timeOf, whenOf } from "../../../shared/format.js";
import { html } from "../../../shared/html.js";
import { reader } from "../../../shared/texts.js";

/** @typedef {import("../../../../build/pages/api").components["schemas"]["PlannedSessionView"]} Planned */
/** @typedef {import("../../../../build/pages/api").components["schemas"]["GapView"]} Gap */

const t = reader(texts);
const SHOWN = 8; // what one sees at a glance; the rest on demand

/** @param {{title: string, of: Planned[]}} props */
export const Sessions = ({ title, of }) =>
  of.length > 0 &&
  html`<section>
    <h3>${title}</h3>
    ${_some(of, (/** @type {Planned} */ session) => html`<li key=${session.id}>
      ${whenOf(session.starts_at, session.ends_at)} · ${money(session.price_cents)} · ${t("places_of", { taken: session.places_taken, places: session.places_max })}
    </li>`)}
  </section>`;

/** @param {{of: Gap[]}} props */
export const Gaps = ({ of }) =>
  of.length > 0 &&
  html`<section>
    <h3>${t("gaps", { count: of.length })}</h3>
    ${_some(of, (/** @type {Gap} */ gap) => html`<li key=${gap.day_on + gap.starts_at}>${dayOf(gap.day_on)}${gap.starts_at ? `, ${timeOf(gap.starts_at)}` : ""}: ${gap.told}</li>`)}
  </section>`;

/** @param {any[]} items @param {(item: any) => any} show */
function _some(items, show) {
  const rest = items.slice(SHOWN);
  return html`<ul class="lines">
      ${items.slice(0, SHOWN).map(show)}
    </ul>
    ${rest.length > 0 &&
    html`<details>
      <summary>${t("the_others", { count: rest.length })}</summary>
      <ul class="lines">
        ${rest.map(show)}
      </ul>
    </details>`}`;
}
