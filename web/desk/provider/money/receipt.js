/** Somebody pays at the desk. */
import texts from "#texts/desk-provider-money";

import { centsOf, writeAmount } from "../../../shared/amounts.js";
import { post } from "../../../shared/api.js";
import { Choice, Field } from "../../../shared/fields.js";
import { Form, Submit, useForm } from "../../../shared/form.js";
import { html } from "../../../shared/html.js";
import { reader } from "../../../shared/texts.js";
import { amountFaults, WAYS } from "./amount.js";

const t = reader(texts);

/** @param {{money: import("../views/own-money.js").OwnMoney, done: () => void}} props */
export function Receipt({ money, done }) {
  const form = useForm({
    initial: { amount: writeAmount(money.to_pay_cents || null, "cents"), way: "", reference: "" },
    check: amountFaults,
    send: async ({ amount, way, reference }, key) => {
      await post(`/v1/bookings/${money.booking.id}/receipts`, { amount_cents: centsOf(amount), way, reference: reference.trim() }, { key });
      done();
    },
  });
  return html`<section aria-labelledby="receive">
    <h2 id="receive">${t("receive")}</h2>
    <${Form} of=${form}>
      <${Field} name="amount" label=${t("amount")} hint=${t("amount_hint")} inputmode="decimal" required />
      <${Choice} name="way" label=${t("how")} required inline options=${WAYS} />
      <${Field} name="reference" label=${t("reference")} hint=${t("reference_hint")} maxlength="80" />
      <${Submit}>${t("receive_do")}<//>
    <//>
  </section>`;
}
