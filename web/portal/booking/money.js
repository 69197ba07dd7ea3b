/** What a booking costs, who pays, and what the person has still to pay or get back. */
import texts from "#texts/bookings";

import { post } from "../../shared/api.js";
import { ActionButton } from "../../shared/form.js";
import { amount, shortDayOf, sum } from "../../shared/format.js";
import { html } from "../../shared/html.js";
import { Problem } from "../../shared/problem.js";
import { link } from "../../shared/router.js";
import { language, reader, wordOf } from "../../shared/texts.js";

const t = reader(texts);

/** @typedef {import("./stage.js").Schemas} Schemas */

/** @param {{booking: Schemas["BookingView"], own: Schemas["OwnMoneyView"], vouchers: Schemas["BalanceView"][], awaited: boolean}} props */
export function Money({ booking, own, vouchers, awaited }) {
  return html`<h2>${t("money")}</h2>
    <ul class="plain-list">
      <li><strong>${t("money_price", { sum: sum(booking.price_cents) })}</strong></li>
      ${booking.payments.map((one) => html`<li>
        <a href=${link(`/buoni/${one.voucher_id}`)}>${_title(vouchers, one.voucher_id)}</a>: ${amount(one.amount, one.unit)}
      </li>`)}
      ${booking.own_cents > 0 && html`<li>${t("money_own", { sum: sum(booking.own_cents) })}</li>`}
      ${booking.charged_percent > 0 && html`<li>${t("money_charged", { percent: booking.charged_percent, sum: sum(booking.charged_cents) })}</li>`}
      ${own.to_refund_cents > 0 && html`<li><strong>${t("money_refund", { sum: sum(own.to_refund_cents) })}</strong></li>`}
      ${own.to_pay_cents > 0 && html`<li><strong>${t("money_pay", { sum: sum(own.to_pay_cents) })}</strong></li>`}
    </ul>
    ${own.account.entries.length > 0 && html`<ul>
      ${own.account.entries.map((one) => html`<li key=${one.id}>
        ${wordOf(texts, "entry", one.kind)}: ${sum(one.amount_cents)}, ${shortDayOf(one.at)}, ${wordOf(texts, "way", one.way)}
      </li>`)}
    </ul>`}
    ${own.to_pay_cents > 0 && !awaited && (own.payable_online
      ? html`<${ActionButton} act=${(/** @type {string} */ key) => _pay(booking.id, key)}>${t("pay_online")}<//>`
      : html`<p>${t("pay_there")}</p>`)}`;
}

/** To the page of who collects. @param {string} bookingId @param {string} key */
async function _pay(bookingId, key) {
  const { url } = await post(`/v1/bookings/${bookingId}/checkout`, { language }, { key });
  if (!url) throw new Problem({ status: 503, code: "opening", title: t("pay_opening"), remedy: t("pay_opening_remedy") });
  location.assign(url);
}

/** @param {Schemas["BalanceView"][]} vouchers @param {string} id */
const _title = (vouchers, id) => vouchers.find((one) => one.voucher.id === id)?.voucher.programme_title ?? t("a_voucher");
