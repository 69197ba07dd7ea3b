/** What an absence or a late cancellation has charged, and the manager's way to give it up. */
import { useState } from "preact/hooks";

import texts from "#texts/desk-provider-money";

import { post } from "../../../shared/api.js";
import { sum } from "../../../shared/format.js";
import { html } from "../../../shared/html.js";
import { reader, wordOf } from "../../../shared/texts.js";
import { Notice } from "../../../shared/ui.js";
import { ReasonButton } from "../../parts/reason.js";

/** @typedef {{person_given_name: string, state: string, charged_percent: number, charged_cents: number}} Charged */

const t = reader(texts);

/**
 * It stays where it was once nothing is charged any more, to say so.
 *
 * @param {{id: string, of: Charged, account: {roles: string[]}, done: () => void}} props id: of the booking
 */
export function Charge({ id, of, account, done }) {
  // Rosters follow a moment behind: what was given up is not shown as charged meanwhile.
  const [isWaived, setWaived] = useState(false);
  const waived = () => {
    setWaived(true);
    done();
  };
  if (isWaived) return html`<${Notice} kind="success" focus=${true}>${t("waived", { name: of.person_given_name })}<//>`;
  if (!of.charged_cents) return null;
  return html`<div class="charge">
    <p>${wordOf(texts, "charged", of.state)}: ${t("charged", { amount: sum(of.charged_cents), percent: of.charged_percent })}</p>
    ${account.roles.includes("provider_manager") && html`<${Waive} id=${id} name=${of.person_given_name} done=${waived} />`}
  </div>`;
}

/** @param {{id: string, name: string, done: () => void}} props */
const Waive = ({ id, name, done }) =>
  html`<${ReasonButton} name=${t("waive")} title=${t("waive_of", { name })} lead=${t("waive_means")} hint=${t("waive_hint")} done=${done}
    send=${(/** @type {{reason: string}} */ { reason }, /** @type {string} */ key) => post(`/v1/bookings/${id}/waiver`, { reason }, { key })} />`;
