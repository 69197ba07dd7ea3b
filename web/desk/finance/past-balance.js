/** What an account of the ledger had at an instant, recomputed from its entries. */
import { useState } from "preact/hooks";

import { get } from "../../shared/api.js";
import { Field } from "../../shared/fields.js";
import { Form, Submit, useForm } from "../../shared/form.js";
import { amount, dayOf, instantOf, timeOf } from "../../shared/format.js";
import { html } from "../../shared/html.js";
import { Facts, Notice } from "../../shared/ui.js";
import { t } from "./words.js";

/** @typedef {import("./words.js").Schemas["AccountBalanceView"]} Balance */

export function PastBalance() {
  const [balance, setBalance] = useState(/** @type {Balance | null} */ (null));
  const form = useForm({
    initial: { account_id: "", at: "" },
    send: async ({ account_id: id, at }) => {
      setBalance(null);
      const [day, time] = at.split("T"); // what clocks in Italy showed, wherever one sits
      setBalance(await get(`/v1/ledger/past-balance?${new URLSearchParams({ account_id: id.trim(), at: instantOf(day, time) })}`));
    },
  });
  return html`<section>
    <h2>${t("past_balance")}</h2>
    <p>${t("past_balance_lead")}</p>
    <${Form} of=${form} label=${t("past_balance")}>
      <div class="fields">
        <${Field} name="account_id" label=${t("ledger_account")} hint=${t("ledger_account_hint")} autocomplete="off" spellcheck=${false} required />
        <${Field} name="at" type="datetime-local" label=${t("instant")} required />
      </div>
      <${Submit}>${t("compute")}<//>
    <//>
    ${balance && html`<${Notice} kind="success" focus=${true} title=${t("it_had", { day: dayOf(balance.at), time: timeOf(balance.at) })}>
      <${Facts} of=${["available", "held", "due", "paid"].map((bucket) => [t(/** @type {any} */ (`bucket_${bucket}`)), amount(balance[/** @type {"held"} */ (bucket)], balance.unit)])} />
    <//>`}
  </section>`;
}
