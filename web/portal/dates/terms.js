/** The terms of a session in words: how one has a place, until when one can change one's mind, and what that costs. */
import texts from "#texts/dates";

import { hours } from "../../shared/format.js";
import { html } from "../../shared/html.js";
import { reader } from "../../shared/texts.js";

/** @typedef {import("../../../build/pages/api").components["schemas"]["TermsView"]} TermsView */

const t = reader(texts);
const DAY_HOURS = 24;

/** @param {{terms: TermsView, free: boolean}} props free: it costs nothing, so nothing is lost either */
export const Terms = ({ terms, free }) =>
  html`<ul class="terms">
    ${wordsOf(terms, free).map((sentence) => html`<li>${sentence}</li>`)}
  </ul>`;

/** @param {TermsView} terms @param {boolean} free @returns {string[]} */
export function wordsOf(terms, free) {
  return [
    terms.mode === "request" ? t("request", { time: _time(terms.respond_hours) }) : t("instant"),
    t("book_until", { before: _before(terms.book_notice_hours) }),
    t("move_until", { before: _before(terms.move_notice_hours) }),
    ..._cancelling(free ? terms.bands.slice(-1).map((band) => ({ ...band, percent: 0 })) : terms.bands),
    ...(free ? [] : [_noShow(terms.no_show_percent)]),
  ];
}

/** @param {TermsView["bands"]} bands the cheapest first; after the last it is too late */
function _cancelling(bands) {
  const sentences = bands.map(({ until_hours, percent }) =>
    percent ? t(percent < 100 ? "cancel_part" : "cancel_all", { before: _before(until_hours), percent }) : t("cancel_free", { before: _before(until_hours) }),
  );
  return [...sentences, t("cancel_too_late")];
}

/** @param {number} percent */
const _noShow = (percent) => (percent ? t(percent < 100 ? "no_show_part" : "no_show_all", { percent }) : t("no_show_free"));

/** "2 giorni prima", "fino all'inizio". @param {number} count */
const _before = (count) => (count ? t("before", { time: _time(count) }) : t("before_beginning"));

/** @param {number} count */
const _time = (count) => (count % DAY_HOURS || !count ? hours(count * 60) : t("days", { count: count / DAY_HOURS }));
