/** Several places in one quote: each with its terms, what cannot be had and why, one yes for all. */
import texts from "#texts/desk-operator";

import { money, sum } from "../../../shared/format.js";
import { ActionButton } from "../../../shared/form.js";
import { html } from "../../../shared/html.js";
import { reader } from "../../../shared/texts.js";
import { Facts, Notice } from "../../../shared/ui.js";
import { Skipped } from "./skipped.js";
import { Summary } from "./summary.js";

const t = reader(texts);

/** @typedef {import("../../../../build/pages/api").components["schemas"]["JointQuotedView"]} JointQuoted */

/** @param {{quoted: Pick<JointQuoted, "quotes" | "price_cents" | "own_cents"> & {skipped: import("../../../shared/home-plan.js").Missed[]}, commit: (key: string) => Promise<unknown>, back: () => void, focus?: boolean}} props */
export const JointSummary = ({ quoted, commit, back, focus = true }) =>
  html`<${Notice} focus=${focus} title=${t("summary_title")}>${t("summary_lead")}<//>
    <${Skipped} of=${quoted.skipped} />
    <ul class="cards">${quoted.quotes.map((quote) => html`<li key=${quote.session_id}><${Summary} quote=${quote} /></li>`)}</ul>
    <${Facts} of=${[
      [t("price_all"), money(quoted.price_cents)],
      [t("own_money_all"), quoted.price_cents ? sum(quoted.own_cents) : ""],
    ]} />
    <div class="buttons">
      <${ActionButton} act=${commit}>${t("confirm")}<//>
      <button type="button" class="btn btn-outline-primary" onClick=${back}>${t("back")}</button>
    </div>`;
