/** One voucher: what became of its amount, what was done to it and why, and what an officer can do. */
import { all, get, post } from "../../../shared/api.js";
import { Field } from "../../../shared/fields.js";
import { amount, shortDayOf } from "../../../shared/format.js";
import { html } from "../../../shared/html.js";
import { amountColumn, List } from "../../../shared/list.js";
import { Loaded, useLoad } from "../../../shared/load.js";
import { link } from "../../../shared/router.js";
import { Facts, Gauge, Heading, inItalian, Notice, useTitle } from "../../../shared/ui.js";
import { ReasonButton } from "../../parts/reason.js";
import { useSaid } from "../../parts/said.js";
import { Correction } from "../correction.js";
import { isA, StateBadge, t, word } from "../head.js";

/** @typedef {import("../head.js").Schemas["BalanceView"]} Balance */

const NEXT = /** @type {Record<string, string[]>} */ ({ open: ["suspend", "revoke"], suspended: ["reactivate", "revoke"] });

const PLACES = { tax_code_invalid: "to_tax_code", person_not_registered: "to_tax_code", transfer_not_admitted: "to_tax_code" };

/** @param {{params: {id: string}, account: import("../head.js").Account}} props */
export default function VoucherPage({ params, account }) {
  const path = `/v1/vouchers/${params.id}`;
  const load = useLoad(async (signal) => {
    const [balance, changes, statement] = await Promise.all([get(path, { signal }), all(`${path}/changes`, { signal }), all(`${path}/statement`, { signal })]);
    const { programme } = await get(`/v1/programmes/${balance.voucher.programme_id}`, { signal });
    return { balance, changes: changes.items, lines: statement.items, passes: programme.rules.is_transferable };
  }, [path]);
  return html`<${Loaded} of=${load}>${(/** @type {any} */ known) => html`<${Page} ...${known} path=${path} officer=${isA(account)} again=${load.again} />`}<//>`;
}

/**
 * @param {{balance: Balance, changes: any[], lines: any[], passes: boolean, path: string, officer: boolean, again: () => void}} props
 *   passes: it can go to another of the household
 */
function Page({ balance: { voucher, account }, changes, lines, passes, path, officer, again }) {
  const { said, say } = useSaid();
  const { unit } = voucher;
  useTitle(`${t("voucher")}: ${voucher.programme_title}`);
  /** @param {string} text */
  const done = (text) => {
    say(text);
    again();
  };
  return html`<${Heading}>${t("voucher")}<//>
    <p><a href=${link(`/desk/misure/${voucher.programme_id}/buoni`)} lang=${inItalian}>${voucher.programme_title}</a></p>
    ${said} ${voucher.waiting && html`<${Waiting} voucher=${voucher} path=${path} officer=${officer} done=${done} />`}
    <p><${StateBadge} group="voucher" state=${voucher.state} /></p>
    <${Gauge} left=${account.available} whole=${voucher.granted} label=${t("left_of", { left: amount(account.available, unit), whole: amount(voucher.granted, unit) })} />
    <${Facts} of=${[
      [t("voucher_until"), shortDayOf(voucher.expires_on)],
      ...["held", "captured", "lapsed", "returned", "transferred"].map((name) => {
        const units = account[/** @type {"held"} */ (name)];
        return [t(/** @type {any} */ (`account_${name}`)), units > 0 && amount(units, unit)];
      }),
    ]} />
    ${officer && !voucher.waiting && html`<${Actions} voucher=${voucher} passes=${passes} path=${path} done=${done} />`}
    <h2>${t("changes")}</h2>
    <${List} id="storia" caption=${t("changes")} columns=${CHANGES} rows=${changes} keyOf=${(/** @type {any} */ one) => one.at + one.kind} empty=${t("no_changes")} />
    <h2>${t("movements")}</h2>
    <${List} id="movimenti" caption=${t("movements")} columns=${_lines(unit)} rows=${lines} keyOf=${(/** @type {any} */ one) => one.movement_id} empty=${t("no_movements")}
      actions=${officer && ((/** @type {any} */ one) => one.kind === "capture" && html`<${Correction} bookingId=${one.about} at=${one.at} done=${() => done(t("corrected"))} />`)} />`;
}

/** What a colleague has proposed, and the decision of somebody else. @param {{voucher: Balance["voucher"], path: string, officer: boolean, done: (text: string) => void}} props */
function Waiting({ voucher, path, officer, done }) {
  const change = /** @type {NonNullable<Balance["voucher"]["waiting"]>} */ (voucher.waiting);
  /** @param {boolean} approved */
  const decide = (approved) => (/** @type {any} */ { reason }, /** @type {string} */ key) => post(`${path}/decisions`, { approved, reason }, { key });
  return html`<${Notice} kind="warning" title=${t("waits", { what: word("change", change.kind) })}>
    <p>${t("waits_since", { day: shortDayOf(change.at), reason: change.reason || t("no_reason") })}</p>
    ${change.expires_on && html`<p>${t("waits_until", { day: shortDayOf(change.expires_on) })}</p>`}
    ${officer && html`<p>${t("waits_for_other")}</p>
      <div class="buttons">
        <${ReasonButton} name=${t("approve")} kind="primary" send=${decide(true)} done=${() => done(t("approved"))} />
        <${ReasonButton} name=${t("reject")} kind="outline-danger" send=${decide(false)} done=${() => done(t("rejected"))} />
      </div>`}
  <//>`;
}

/** @param {{voucher: Balance["voucher"], passes: boolean, path: string, done: (text: string) => void}} props */
const Actions = ({ voucher, passes, path, done }) =>
  html`<div class="buttons">
    ${(NEXT[voucher.state] ?? []).map(
      (kind) => html`<${ReasonButton} key=${kind} name=${word("do", kind)} lead=${word("do_lead", kind)} label=${t("reason_read")} kind=${kind === "revoke" ? "outline-danger" : "outline-primary"}
        send=${(/** @type {any} */ { reason }, /** @type {string} */ key) => post(`${path}/changes`, { kind, reason }, { key })} done=${() => done(t("done_or_proposed"))} />`,
    )}
    ${voucher.state === "open" && html`<${ReasonButton} name=${t("extend")} lead=${t("extend_lead")} label=${t("reason_read")} initial=${{ expires_on: voucher.expires_on }}
      send=${(/** @type {any} */ { reason, expires_on }, /** @type {string} */ key) => post(`${path}/extensions`, { reason, expires_on }, { key })} done=${() => done(t("done_or_proposed"))}>
      <${Field} name="expires_on" type="date" label=${t("new_last_day")} required />
    <//>`}
    ${voucher.state === "open" && passes && html`<${ReasonButton} name=${t("transfer")} lead=${t("transfer_lead")} label=${t("reason_read")} initial=${{ to_tax_code: "" }} places=${PLACES}
      send=${(/** @type {any} */ { reason, to_tax_code }, /** @type {string} */ key) => post(`${path}/transfers`, { reason, to_tax_code: to_tax_code.trim() }, { key })} done=${() => done(t("done_or_proposed"))}>
      <${Field} name="to_tax_code" label=${t("to_tax_code")} hint=${t("to_tax_code_hint")} maxlength="20" autocomplete="off" autocapitalize="characters" spellcheck="false" required />
    <//>`}
  </div>`;

/** @type {import("../../../shared/list.js").Column<import("../head.js").Schemas["ChangeView"]>[]} */
const CHANGES = [
  { name: "at", title: t("when"), value: (one) => one.at, show: (one) => shortDayOf(one.at) },
  { name: "kind", title: t("what"), show: (one) => word("change", one.kind) },
  { name: "reason", title: t("why"), show: (one) => one.reason || t("no_reason") },
];

/** @param {string} unit @returns {import("../../../shared/list.js").Column<import("../head.js").Schemas["LineView"]>[]} */
const _lines = (unit) => [
  { name: "at", title: t("when"), value: (one) => one.at, show: (one) => shortDayOf(one.at) },
  { name: "kind", title: t("what"), show: (one) => word("movement", one.kind) },
  amountColumn("available", t("available_change"), (one) => one.available_change, () => unit),
  amountColumn("held", t("held_change"), (one) => one.held_change, () => unit),
  amountColumn("after", t("available_after"), (one) => one.available_after, () => unit),
];
