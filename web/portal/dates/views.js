/** The same dates as a list or as a month: whoever looks chooses. */
import texts from "#texts/dates";

import { isoDay, timeOf } from "../../shared/format.js";
import { html } from "../../shared/html.js";
import { Month } from "../../shared/month.js";
import { link } from "../../shared/router.js";
import { reader } from "../../shared/texts.js";
import { wayTo } from "./list.js";

const t = reader(texts);
const VIEWS = /** @type {const} */ (["list", "month"]);

/** @param {{view: string, choose: (view: string) => void}} props */
export const ViewSwitch = ({ view, choose }) =>
  html`<div class="buttons" role="group" aria-label=${t("views")}>
    ${VIEWS.map(
      (name) => html`<button type="button" class="btn btn-sm btn-${name === view ? "primary" : "outline-primary"}"
        aria-pressed=${name === view ? "true" : "false"} onClick=${() => choose(name)}>${t(`view_${name}`)}</button>`,
    )}
  </div>`;

/**
 * The dates of a month that can be had, each a way to its booking.
 * @param {{sessions: import("./list.js").Session[], caption: string, month: string, turn: (month: string) => void, first: string,
 *   last: string}} props
 */
export const DateMonth = ({ sessions, ...month }) => html`<${Month} ...${month} empty=${t("month_empty")} items=${sessions.filter(_isOpen).map(_item)} />`;

/**
 * The days of a month with how many dates each has, each a way to its list.
 * @param {{sessions: import("./list.js").Session[], addressOf: (day: string) => string, caption: string, month: string,
 *   turn: (month: string) => void, first: string, last: string}} props
 */
export function DayMonth({ sessions, addressOf, ...month }) {
  const days = sessions.filter(_isOpen).map((session) => isoDay(session.starts_at));
  const items = [...new Set(days)].map((on) => ({ key: on, on, address: addressOf(on), text: t("of_day", { count: days.filter((day) => day === on).length }) }));
  return html`<${Month} ...${month} empty=${t("month_empty")} items=${items} />`;
}

/** @param {import("./list.js").Session} session */
const _isOpen = (session) => !["late", "cancelled"].includes(wayTo(session));

/** @param {import("./list.js").Session} session */
const _item = (session) => ({
  key: session.id,
  on: isoDay(session.starts_at),
  address: link(`/prenota/${session.id}`),
  text: timeOf(session.starts_at),
  note: _note(session),
});

/** @param {import("./list.js").Session} session */
function _note(session) {
  if (session.places_free === 0) return t("note_wait");
  return session.terms.mode === "request" ? t("note_ask") : t("note_book", { count: session.places_free });
}
