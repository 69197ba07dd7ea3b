/** Another way to pay than the best plan. */
import texts from "#texts/booking";

import { Choice } from "../../shared/fields.js";
import { Form, Submit, useForm } from "../../shared/form.js";
import { html } from "../../shared/html.js";
import { reader } from "../../shared/texts.js";

const t = reader(texts);

/** @typedef {import("./stage.js").Schemas["BalanceView"]} Balance */

/** The vouchers with which something can be paid now. @param {Balance[]} vouchers */
export const spendable = (vouchers) => vouchers.filter((one) => one.voucher.state === "open" && one.account.available > 0);

/**
 * @param {{vouchers: Balance[], chosen: string[] | null, choose: (vouchers: string[] | null) => void}} props
 *   null is the best plan, none is own money alone
 */
export function Means({ vouchers, chosen, choose }) {
  const form = useForm({
    initial: { means: chosen ? (chosen[0] ?? "own") : "best" },
    send: async ({ means }) => choose(means === "best" ? null : means === "own" ? [] : [means]),
  });
  return html`<details class="means">
    <summary>${t("means_change")}</summary>
    <${Form} of=${form}>
      <${Choice} name="means" label=${t("means")} required options=${[
        ["best", t("means_best"), t("means_best_hint")],
        ...vouchers.map(({ voucher }) => [voucher.id, t("means_voucher", { title: voucher.programme_title }), t("means_voucher_hint")]),
        ["own", t("means_own")],
      ]} />
      <${Submit} kind="outline-primary">${t("means_go")}<//>
    <//>
  </details>`;
}
