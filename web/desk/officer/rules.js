/** What a programme asks and grants, in sentences that somebody can read out at a desk. */
import { amount, shortDayOf, sum } from "../../shared/format.js";
import { language, word as common } from "../../shared/texts.js";
import { t, word } from "./head.js";

/** @typedef {import("./head.js").Programme} Programme */

const both = new Intl.ListFormat(language === "it" ? "it" : "en-GB", { type: "conjunction" });

/** @param {Programme} programme @param {Record<string, string>} titles of other programmes and of services, by id @returns {string[]} */
export function sentencesOf(programme, titles) {
  const { rules } = programme;
  return [
    t("rule_categories", { categories: both.format(rules.categories.map((one) => common("category", one))) }),
    rules.service_ids.length > 0 && t("rule_services", { services: both.format(rules.service_ids.map((id) => titles[id] ?? "…")) }),
    _age(rules.age_min, rules.age_max),
    t("rule_municipalities", { municipalities: both.format(rules.municipality_codes.map((code) => common("municipality", code))) }),
    rules.isee_max_cents !== null && t("rule_isee", { isee: sum(rules.isee_max_cents) }),
    ..._caps(programme),
    ...rules.exclusions.map((one) => t(`rule_excludes_${one.reach}`, { programme: titles[one.programme_id] ?? "…", rule: one.rule })),
    rules.grace_days > 0 && t("rule_grace", { count: rules.grace_days }),
    t(rules.is_transferable ? "rule_transferable" : "rule_personal"),
    rules.confirm_days > 0 && t("rule_confirm", { count: rules.confirm_days }),
    validityOf(programme),
  ].filter((sentence) => typeof sentence === "string");
}

/** How long a voucher lasts. @param {Programme} programme */
export function validityOf({ expires_on: until, months }) {
  if (until && months) return t("valid_both", { count: months, day: shortDayOf(until) });
  return until ? t("valid_until", { day: shortDayOf(until) }) : t("valid_months", { count: months ?? 0 });
}

/** How an amount is decided. @param {Programme} programme @returns {string[]} */
export function awardOf({ award, unit, voucher_max: most, second_person_above: above }) {
  return [
    word("award", award.kind),
    ...award.steps.map((step) => t("award_step", { count: step.size_min, amount: sum(step.cents) })),
    award.supplement &&
      t("award_supplement", { amount: sum(award.supplement.cents), size: award.supplement.size_min, day: shortDayOf(award.supplement.born_from_on) }),
    ...award.bands.map(_band),
    t("award_most", { amount: amount(most, unit) }),
    above !== null && t("award_second_person", { amount: amount(above, unit) }),
  ].filter((sentence) => typeof sentence === "string");
}

/** @param {number} least @param {number} most */
function _age(least, most) {
  if (least === 0 && most >= 120) return t("rule_age_any");
  if (most >= 120) return t("rule_age_from", { age: least });
  return least === 0 ? t("rule_age_to", { age: most }) : t("rule_age", { from: least, to: most });
}

/** @param {Programme} programme */
const _caps = ({ rules: { caps }, unit }) => [
  caps.month_max !== null && t("rule_cap_month", { amount: amount(caps.month_max, unit) }),
  caps.provider_max !== null && t("rule_cap_provider", { amount: amount(caps.provider_max, unit) }),
  ...Object.entries(caps.category_max).map(([category, most]) =>
    t("rule_cap_category", { amount: amount(most, unit), category: common("category", category) }),
  ),
];

/** @param {Programme["award"]["bands"][number]} band */
function _band(band) {
  const isee = t(band.below ? "band_below" : "band_to", { isee: sum(band.isee_cents) });
  if (band.month_cents) return t("band_month", { isee, amount: sum(band.month_cents), percent: band.cost_percent_max });
  const siblings = band.siblings_month_max_cents === null ? "" : ` ${t("band_siblings_most", { amount: sum(band.siblings_month_max_cents) })}`;
  return t("band_share", { isee, first: band.first_percent, sibling: band.sibling_percent }) + siblings;
}
