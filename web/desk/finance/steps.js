/** What can be done to a settlement now, by whom: approve and pay for finance, decide and revise for the programme's office. */
import { post } from "../../shared/api.js";
import { today } from "../../shared/clock.js";
import { Choice, Field } from "../../shared/fields.js";
import { Form, Submit, useForm } from "../../shared/form.js";
import { daysAfter, sum } from "../../shared/format.js";
import { html } from "../../shared/html.js";
import { Notice } from "../../shared/ui.js";
import { ReasonButton } from "../parts/reason.js";
import { isA, t, word } from "./words.js";

/** @typedef {import("./words.js").Schemas["SettlementView"]} Settlement */
/** @typedef {{settlement: Settlement, path: string, account: import("./words.js").Account, done: (text: string) => void}} Props */

const APPROVABLE = ["issued", "acknowledged", "contested"];

/** @param {Props} props */
export function Steps({ settlement, path, account, done }) {
  const { state } = settlement;
  const finance = isA(account, "finance_officer");
  return html`${finance && APPROVABLE.includes(state) && html`<${Approve} settlement=${settlement} path=${path} done=${done} />`}
    <div class="buttons">
      ${finance && state === "approved" && html`<${ReasonButton} name=${t("pay")} lead=${t("pay_lead", { amount: sum(settlement.total_cents) })} label=${t("pay_reference")} kind="primary"
        send=${(/** @type {any} */ { reason }, /** @type {string} */ key) => post(`${path}/payment`, { reason }, { key })} done=${() => done(t("paid_said"))} />`}
      ${isA(account, "programme_officer") && !["paid", "void"].includes(state) && html`<${ReasonButton} name=${t("revise")} lead=${t("revise_lead")}
        send=${(/** @type {any} */ { reason }, /** @type {string} */ key) => post(`${path}/revisions`, { reason }, { key })} done=${() => done(t("revised_said"))} />`}
    </div>`;
}

/** From which account it is to be paid, and when. @param {{settlement: Settlement, path: string, done: (text: string) => void}} props */
function Approve({ settlement, path, done }) {
  const form = useForm({
    initial: { debtor_name: "", debtor_iban: "", execute_on: daysAfter(today(), 3) },
    send: async (values, key) => {
      await post(`${path}/approval`, { ...values, debtor_name: values.debtor_name.trim(), debtor_iban: values.debtor_iban.trim() }, { key });
      done(t("approved_said"));
    },
  });
  return html`<section class="box" aria-label=${t("approve")}>
    <h2>${t("approve")}</h2>
    <p>${t("approve_lead", { amount: sum(settlement.total_cents), provider: settlement.provider_name })}</p>
    <${Form} of=${form} label=${t("approve")}>
      <div class="fields">
        <${Field} name="debtor_name" label=${t("debtor_name")} hint=${t("debtor_hint")} maxlength="70" required />
        <${Field} name="debtor_iban" label=${t("debtor_iban")} autocomplete="off" spellcheck=${false} required />
        <${Field} name="execute_on" type="date" label=${t("execute_on")} min=${today()} required />
      </div>
      <${Submit}>${t("approve")}<//>
    <//>
  </section>`;
}

/** What the cooperative contests. @param {Props & {titles: Record<string, string>}} props */
export function Contests({ settlement, path, account, titles, done }) {
  if (!settlement.contests.length) return null;
  return html`<h2>${t("contests")}</h2>
    ${settlement.contests.map((contest) => html`<${Notice} key=${contest.movement_id} kind=${contest.verdict ? "info" : "warning"} title=${titles[contest.movement_id] ?? t("row_gone")}>
      <p>${t("provider_contests", { reason: contest.reason })}</p>
      ${contest.verdict && html`<p>${word("verdict", contest.verdict)}</p>`}
      ${!contest.verdict && isA(account, "programme_officer") && html`<${ReasonButton} name=${t("resolve")} lead=${t("resolve_lead")} label=${t("reason_provider")} kind="primary" initial=${{ verdict: "" }}
        send=${(/** @type {any} */ { verdict, reason }, /** @type {string} */ key) => post(`${path}/resolutions`, { movement_id: contest.movement_id, verdict, reason }, { key })} done=${() => done(t("resolved_said"))}>
        <${Choice} name="verdict" label=${t("verdict")} required options=${[["stands", word("verdict", "stands")], ["taken_out", word("verdict", "taken_out")]]} />
      <//>`}
    <//>`)}`;
}
