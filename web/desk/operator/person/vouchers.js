/** A person's vouchers: what is left of each, and until when. */
import texts from "#texts/desk-operator";

import { all } from "../../../shared/api.js";
import { amount, shortDayOf } from "../../../shared/format.js";
import { html } from "../../../shared/html.js";
import { Loaded, useLoad } from "../../../shared/load.js";
import { reader, wordOf } from "../../../shared/texts.js";
import { Badge, Gauge, inItalian } from "../../../shared/ui.js";

const t = reader(texts);

/** @typedef {import("../../../../build/pages/api").components["schemas"]["BalanceView"]} Balance */

/** @param {{person: import("../served.js").Person}} props */
export function Vouchers({ person }) {
  const load = useLoad((signal) => all(`/v1/people/${person.id}/vouchers`, { signal }), [person.id]);
  return html`<${Loaded} of=${load}>
    ${(/** @type {{items: Balance[]}} */ { items }) =>
      items.length
        ? html`<ul class="cards">${items.map((one) => html`<li key=${one.voucher.id}><${Card} balance=${one} /></li>`)}</ul>`
        : html`<p class="nothing">${t("vouchers_none")}</p>`}
  <//>`;
}

/** @param {{balance: Balance}} props */
function Card({ balance: { voucher, account } }) {
  const [left, whole] = [amount(account.available, voucher.unit), amount(voucher.granted, voucher.unit)];
  return html`<article class="box">
    <h3 lang=${inItalian}>${voucher.programme_title}</h3>
    <p><${Badge} kind=${voucher.state === "open" ? "success" : "warning"}>${wordOf(texts, "voucher", voucher.state)}<//></p>
    <${Gauge} left=${account.available} whole=${voucher.granted} label=${t("voucher_left", { left, whole })} />
    ${account.held > 0 && html`<p>${t("voucher_held", { held: amount(account.held, voucher.unit) })}</p>`}
    <p>${t("voucher_until", { day: shortDayOf(voucher.expires_on) })}</p>
  </article>`;
}
