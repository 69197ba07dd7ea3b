/** Money goes back, in the way in which it came. */
import texts from "#texts/desk-provider-money";

import { centsOf, writeAmount } from "../../../shared/amounts.js";
import { post } from "../../../shared/api.js";
import { Field, Select } from "../../../shared/fields.js";
import { Form, Submit, useForm } from "../../../shared/form.js";
import { shortDayOf, sum } from "../../../shared/format.js";
import { html } from "../../../shared/html.js";
import { reader, wordOf } from "../../../shared/texts.js";
import { amountFaults } from "./amount.js";

const t = reader(texts);

/** @param {{money: import("../views/own-money.js").OwnMoney, done: () => void}} props */
export function Refund({ money, done }) {
  const receipts = money.account.entries.filter((entry) => entry.kind === "received" && entry.way !== "online");
  const form = useForm({
    initial: { receipt_id: receipts.length === 1 ? receipts[0].receipt_id : "", amount: writeAmount(money.to_refund_cents, "cents"), reference: "" },
    check: amountFaults,
    send: async ({ receipt_id, amount, reference }, key) => {
      const way = receipts.find((entry) => entry.receipt_id === receipt_id)?.way;
      await post(`/v1/bookings/${money.booking.id}/refunds`, { receipt_id, amount_cents: centsOf(amount), way, reference: reference.trim() }, { key });
      done();
    },
  });
  if (!money.to_refund_cents || !receipts.length) return null;
  return html`<section aria-labelledby="refund">
    <h2 id="refund">${t("refund")}</h2>
    <p>${t("refund_means")}</p>
    <${Form} of=${form}>
      <${Select} name="receipt_id" label=${t("which_receipt")} required empty=${t("choose")}
        options=${receipts.map((entry) => [entry.receipt_id, `${shortDayOf(entry.at)} · ${sum(entry.amount_cents)} · ${wordOf(texts, "way", entry.way)}`])} />
      <${Field} name="amount" label=${t("amount")} hint=${t("amount_hint")} inputmode="decimal" required />
      <${Field} name="reference" label=${t("reference")} hint=${t("reference_hint")} maxlength="80" />
      <${Submit}>${t("refund_do")}<//>
    <//>
  </section>`;
}
