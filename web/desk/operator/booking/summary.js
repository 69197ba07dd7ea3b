/** A quote as one reads it before saying yes: what, when, how it is paid, what cancelling costs. */
import texts from "#texts/desk-operator";

import { amount, money, sum, whenOf } from "../../../shared/format.js";
import { html } from "../../../shared/html.js";
import { reader } from "../../../shared/texts.js";
import { Facts, inItalian } from "../../../shared/ui.js";

const t = reader(texts);

/** @typedef {import("../../../../build/pages/api").components["schemas"]["QuoteView"]} Quote */

/** @param {{quote: Quote, instead?: any}} props instead: what it takes the place of */
export const Summary = ({ quote, instead }) =>
  html`<div class="box">
    <h3 lang=${inItalian}>${quote.title}</h3>
    <${Facts} of=${[
      [t("relocation_instead"), instead],
      [t("when"), whenOf(quote.starts_at, quote.ends_at)],
      [t("meetings"), quote.meetings.length > 1 ? t("meetings_count", { count: quote.meetings.length }) : ""],
      [t("where"), html`<span lang=${inItalian}>${quote.place}</span>`],
      [t("cooperative"), quote.provider_name],
      [t("price"), money(quote.price_cents)],
      [t("difference"), differenceOf(quote.difference_cents)],
      [t("by_voucher"), quote.payments.map((one) => amount(one.amount, one.unit)).join(" + ")],
      [t("own_money"), quote.price_cents ? sum(quote.own_cents) : ""],
      [t("answer"), quote.respond_until_at ? t("answer_until", { until: whenOf(quote.respond_until_at) }) : ""],
      [t("cancelling"), _cancelling(quote)],
      [t("absence"), quote.price_cents && quote.no_show_percent ? t("absence_costs", { percent: quote.no_show_percent }) : ""],
    ]} />
  </div>`;

/** How much more or less than before is to be paid; nothing where there is no before. @param {number | null} cents */
export function differenceOf(cents) {
  if (cents === null) return "";
  if (!cents) return t("difference_none");
  return t(cents > 0 ? "difference_more" : "difference_less", { sum: sum(Math.abs(cents)) });
}

/** @param {Quote} quote */
function _cancelling(quote) {
  const bands = quote.charges.map(({ until_at, charged_cents }) =>
    charged_cents ? t("cancel_band", { until: whenOf(until_at), charged: sum(charged_cents) }) : t("cancel_free", { until: whenOf(until_at) }),
  );
  if (!bands.length) return t("cancel_late", { until: whenOf(quote.cancel_until_at) });
  return bands.length === 1 ? bands[0] : html`<ul class="plain-list">${bands.map((band) => html`<li>${band}</li>`)}</ul>`;
}
