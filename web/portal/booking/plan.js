/** A quote in words: what each voucher pays and what stays on it, what one pays oneself, what giving it up costs. */
import texts from "#texts/booking";

import { amount, dayOf, sum, timeOf, whenOf } from "../../shared/format.js";
import { html } from "../../shared/html.js";
import { reader } from "../../shared/texts.js";
import { Facts, inItalian, Notice } from "../../shared/ui.js";
import { nameOf } from "../people.js";

const t = reader(texts);

/** @typedef {import("./stage.js").Schemas} Schemas */
/** @typedef {import("./stage.js").Quoted} Quoted */

/** What is booked: for whom, what, where, when. @param {{quoted: Quoted, people: import("../people.js").Someone[]}} props */
export function What({ quoted, people }) {
  const [first] = quoted.quotes;
  if (quoted.quotes.length === 1) {
    return html`<${Facts} of=${[[t("for_whom"), nameOf(people, first.person_id)], ..._facts(first)]} />`;
  }
  return html`<${Facts} of=${_same(first)} />
    <ul class="plain-list lines">
      ${quoted.quotes.map((quote) => html`<li>
        ${nameOf(people, quote.person_id)}: ${whenOf(quote.starts_at, quote.ends_at)}, <strong>${sum(quote.price_cents)}</strong>
      </li>`)}
    </ul>`;
}

/**
 * Who pays how much.
 *
 * @param {{quoted: Quoted, vouchers: Schemas["BalanceView"][], before?: Schemas["PaymentView"][]}} props
 *   before: what the booking that is moved gives back
 */
export function PaymentPlan({ quoted, vouchers, before = [] }) {
  const difference = quoted.quotes[0].difference_cents;
  return html`<ul class="plain-list lines">
      ${_byVoucher(quoted.quotes.flatMap((quote) => quote.payments)).map((payment) => _voucherLine(payment, vouchers, before))}
      <li>${quoted.own_cents ? t("own", { sum: sum(quoted.own_cents) }) : t("own_nothing")}</li>
      <li><strong>${t("total", { sum: sum(quoted.price_cents) })}</strong></li>
    </ul>
    ${difference !== null && html`<p>${_difference(difference)}</p>`}`;
}

/** Until when it holds, what giving up costs, who has to say yes. @param {{quoted: Quoted}} props */
export function Terms({ quoted }) {
  const { quotes } = quoted;
  const [first] = quotes;
  return html`${first.respond_until_at &&
    html`<${Notice} kind="warning" title=${t("asks_title")}><p>${t("asks", { until: whenOf(first.respond_until_at) })}</p><//>`}
    <h3>${t("giving_up")}</h3>
    ${quotes.length === 1
      ? html`<${Bands} charges=${first.charges} />`
      : quotes.map((quote) => html`<details><summary>${whenOf(quote.starts_at)}</summary><${Bands} charges=${quote.charges} /></details>`)}
    <p>${first.no_show_percent ? t("no_show", { percent: first.no_show_percent }) : t("no_show_free")}</p>
    <p class="small">${t("holds", { time: timeOf(first.expires_at) })}</p>`;
}

/** What cancelling costs, until when. @param {{charges: Schemas["ChargeView"][]}} props */
export const Bands = ({ charges }) =>
  html`<ul>
    ${charges.map(({ until_at, percent, charged_cents }) =>
      html`<li>${percent ? t("band_costs", { until: whenOf(until_at), sum: sum(charged_cents), percent }) : t("band_free", { until: whenOf(until_at) })}</li>`)}
    <li>${t("band_never")}</li>
  </ul>`;

/** What of a series cannot be had, and why. @param {{quoted: Quoted}} props */
export function Without({ quoted }) {
  if (!quoted.skipped.length && !quoted.missing.length) return null;
  return html`<${Notice} kind="warning" title=${t("without")}>
    <ul>
      ${quoted.skipped.map(({ starts_at, reasons }) => html`<li>${whenOf(starts_at)}: ${reasons.map((reason) => reason.detail).join(" ")}</li>`)}
      ${quoted.missing.map((instant) => html`<li>${t("no_session", { day: dayOf(instant) })}</li>`)}
    </ul>
  <//>`;
}

/** @param {Schemas["QuoteView"]} quote @returns {[string, any][]} */
const _facts = (quote) => [
  ..._same(quote),
  [t("when"), html`<${When} of=${quote} />`],
  [t("guests"), quote.guests || null],
];

/** @param {Schemas["QuoteView"]} quote @returns {[string, any][]} */
const _same = (quote) => [
  [t("what"), html`<span lang=${inItalian}>${quote.title}</span>`],
  [t("where"), html`<span lang=${inItalian}>${quote.place}</span>`],
  [t("provider"), html`<span lang=${inItalian}>${quote.provider_name}</span>`],
];

/** When something is; of a course or a camp week, each time. @param {{of: {starts_at: string, ends_at: string, meetings: Schemas["MeetingView"][]}}} props */
export const When = ({ of }) =>
  of.meetings.length > 1
    ? html`<ul class="plain-list">${of.meetings.map((one) => html`<li>${whenOf(one.starts_at, one.ends_at)}</li>`)}</ul>`
    : whenOf(of.starts_at, of.ends_at);

/** @param {Schemas["PaymentView"][]} payments */
function _byVoucher(payments) {
  /** @type {Map<string, Schemas["PaymentView"]>} */
  const found = new Map();
  for (const one of payments) {
    found.set(one.voucher_id, { ...one, amount: one.amount + (found.get(one.voucher_id)?.amount ?? 0) });
  }
  return [...found.values()];
}

/** @param {Schemas["PaymentView"]} payment @param {Schemas["BalanceView"][]} vouchers @param {Schemas["PaymentView"][]} before */
function _voucherLine({ voucher_id, unit, amount: paid }, vouchers, before) {
  const known = vouchers.find((one) => one.voucher.id === voucher_id);
  const back = before.filter((one) => one.voucher_id === voucher_id).reduce((total, one) => total + one.amount, 0);
  const title = known?.voucher.programme_title ?? t("a_voucher");
  return html`<li>
    ${t("voucher_pays", { title, amount: amount(paid, unit) })}${" "}
    ${known && t("voucher_keeps", { amount: amount(known.account.available + back - paid, unit) })}
  </li>`;
}

/** @param {number} cents */
function _difference(cents) {
  if (!cents) return t("difference_none");
  return t(cents > 0 ? "difference_more" : "difference_less", { sum: sum(Math.abs(cents)) });
}
