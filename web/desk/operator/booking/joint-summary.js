/** Several places in one quote: each with its terms, what cannot be had and why, one yes for all. */
import texts from "#texts/desk-operator";

import { money, sum } from "../../../shared/format.js";
import { ActionButton } from "../../../shared/form.js";
import { html } from "../../../shared/html.js";
import { reader } from "../../../shared/texts.js";
import { Facts, Notice } from "../../../shared/ui.js";
import { Skipped } from "./skipped.js";
import { differenceOf, Summary } from "./summary.js";

const t = reader(texts);

/** @typedef {import("../../../../build/pages/api").components["schemas"]["JointQuotedView"]} JointQuoted */
/** @typedef {import("./summary.js").Quote} Quote */

/**
 * @param {{quoted: Pick<JointQuoted, "quotes" | "price_cents" | "own_cents"> & {skipped: import("../../../shared/home-plan.js").Missed[]},
 *   commit: (key: string) => Promise<unknown>, back: () => void, focus?: boolean, lead?: string, without?: string,
 *   insteadOf?: (quote: Quote) => any}} props without: what is said of those that cannot be had
 */
export const JointSummary = ({ quoted, commit, back, focus = true, lead = t("summary_lead"), without, insteadOf }) =>
  html`<${Notice} focus=${focus} title=${t("summary_title")}>${lead}<//>
    <${Skipped} of=${quoted.skipped} title=${without} />
    <ul class="cards">${quoted.quotes.map((quote) => html`<li key=${quote.session_id}><${Summary} quote=${quote} instead=${insteadOf?.(quote)} /></li>`)}</ul>
    <${Facts} of=${[
      [t("price_all"), money(quoted.price_cents)],
      [t("difference_all"), differenceOf(_difference(quoted.quotes))],
      [t("own_money_all"), quoted.price_cents ? sum(quoted.own_cents) : ""],
    ]} />
    <div class="buttons">
      <${ActionButton} act=${commit}>${t("confirm")}<//>
      <button type="button" class="btn btn-outline-primary" onClick=${back}>${t("back")}</button>
    </div>`;

/** Of all that takes the place of something. @param {Quote[]} quotes */
function _difference(quotes) {
  const known = quotes.flatMap((one) => one.difference_cents ?? []);
  return known.length ? known.reduce((all, one) => all + one, 0) : null;
}
