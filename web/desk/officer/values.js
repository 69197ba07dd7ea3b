/** A programme as its form holds it, and as the platform takes it. */
import { centsOf, readAmount, writeAmount } from "../../shared/amounts.js";
import { today } from "../../shared/clock.js";
import { CATEGORIES, MUNICIPALITIES } from "../territory.js";

/** @typedef {import("./head.js").Programme} Programme */
/** @typedef {Record<string, any>} Values */

const AGE_MOST = 130; // the platform's own: nobody is left out

/** @returns {Values} */
export const nothing = () => ({
  title: "", legal_basis: "", unit: "cents", state: "open", from_on: today(), expires_on: "", months: "",
  age_min: "", age_max: "", isee_max: "", month_max: "", provider_max: "", grace_days: "", confirm_days: "", is_transferable: false,
  exclusions: 0, budget: "", voucher_max: "", second_person_above: "", alert_below: "", alert_to: "", award_kind: "named",
  steps: 1, bands: 1, supplement: "", supplement_size: "", supplement_born: "",
  ...Object.fromEntries(MUNICIPALITIES.map((code) => [code, true])),
});

/** What a form that changes a programme begins with. @param {Programme} programme @returns {Values} */
export function valuesOf(programme) {
  const { rules, award, unit } = programme;
  /** @param {number | null} amount */
  const written = (amount) => writeAmount(amount, unit);
  return {
    ...nothing(), ..._flags(CATEGORIES, rules.categories), ..._flags(MUNICIPALITIES, rules.municipality_codes),
    title: programme.title, legal_basis: programme.legal_basis, unit, state: programme.state, from_on: programme.from_on,
    expires_on: programme.expires_on ?? "", months: programme.months ?? "",
    age_min: rules.age_min || "", age_max: rules.age_max === AGE_MOST ? "" : rules.age_max, isee_max: writeAmount(rules.isee_max_cents, "cents"),
    month_max: written(rules.caps.month_max), provider_max: written(rules.caps.provider_max), grace_days: rules.grace_days || "",
    confirm_days: rules.confirm_days || "", is_transferable: rules.is_transferable, exclusions: rules.exclusions.length,
    budget: written(programme.budget), voucher_max: written(programme.voucher_max),
    second_person_above: written(programme.second_person_above), alert_below: written(programme.alert_below), alert_to: programme.alert_to ?? "",
    award_kind: award.kind, steps: award.steps.length || 1, bands: award.bands.length || 1,
    supplement: writeAmount(award.supplement?.cents ?? null, "cents"), supplement_size: award.supplement?.size_min ?? "",
    supplement_born: award.supplement?.born_from_on ?? "",
    ..._rows("exclusion", rules.exclusions, (one) => ({ programme: one.programme_id, reach: one.reach, rule: one.rule })),
    ..._rows("step", award.steps, (one) => ({ size: one.size_min, amount: writeAmount(one.cents, "cents") })),
    ..._rows("band", award.bands, (one) => ({
      isee: writeAmount(one.isee_cents, "cents"), below: one.below, month: one.month_cents ? writeAmount(one.month_cents, "cents") : "",
      share: one.month_cents ? one.cost_percent_max : one.first_percent, sibling: one.sibling_percent || "",
      siblings: writeAmount(one.siblings_month_max_cents, "cents"),
    })),
  };
}

/**
 * What can change of a programme; what the form does not show (services, caps by area) stays as it was `before`.
 *
 * @param {Values} values @param {Programme} [before]
 */
export function changesOf(values, before) {
  /** @param {string} name */
  const units = (name) => readAmount(values[name], values.unit);
  return {
    title: values.title.trim(), legal_basis: values.legal_basis.trim(),
    rules: {
      categories: CATEGORIES.filter((one) => values[one]), municipality_codes: MUNICIPALITIES.filter((one) => values[one]),
      age_min: Number(values.age_min || 0), age_max: Number(values.age_max || AGE_MOST), service_ids: before?.rules.service_ids ?? [],
      isee_max_cents: centsOf(values.isee_max),
      caps: { month_max: units("month_max"), provider_max: units("provider_max"), category_max: before?.rules.caps.category_max ?? {} },
      exclusions: _each(values.exclusions, (at) => ({
        programme_id: values[`exclusion-${at}-programme`], reach: values[`exclusion-${at}-reach`] ?? "person", rule: (values[`exclusion-${at}-rule`] ?? "").trim(),
      })),
      grace_days: Number(values.grace_days || 0), confirm_days: Number(values.confirm_days || 0), is_transferable: Boolean(values.is_transferable),
    },
    award: _award(values), voucher_max: units("voucher_max"), expires_on: values.expires_on || null, months: values.months ? Number(values.months) : null,
    second_person_above: units("second_person_above"), alert_below: units("alert_below"), alert_to: values.alert_to.trim() || null,
  };
}

/** A new programme. @param {Values} values */
export const programmeOf = (values) => ({
  ...changesOf(values), unit: values.unit, budget: readAmount(values.budget, values.unit), from_on: values.from_on, state: values.state,
});

/** @param {Values} values */
function _award(values) {
  if (values.award_kind === "by_household") {
    const cents = centsOf(values.supplement);
    return {
      kind: "by_household",
      steps: _each(values.steps, (at) => ({ size_min: Number(values[`step-${at}-size`]), cents: centsOf(values[`step-${at}-amount`]) })),
      supplement: cents ? { cents, size_min: Number(values.supplement_size), born_from_on: values.supplement_born } : null,
    };
  }
  return values.award_kind === "by_isee" ? { kind: "by_isee", bands: _each(values.bands, (at) => _band(values, `band-${at}`)) } : { kind: "named" };
}

/** @param {Values} values @param {string} row */
function _band(values, row) {
  const month = centsOf(values[`${row}-month`]);
  const share = Number(values[`${row}-share`] || 0);
  const isee = { isee_cents: centsOf(values[`${row}-isee`]), below: Boolean(values[`${row}-below`]) };
  if (month) return { ...isee, month_cents: month, cost_percent_max: share };
  return { ...isee, first_percent: share, sibling_percent: Number(values[`${row}-sibling`] || 0), siblings_month_max_cents: centsOf(values[`${row}-siblings`]) };
}

/** @param {string[]} all @param {string[]} chosen */
const _flags = (all, chosen) => Object.fromEntries(all.map((one) => [one, chosen.includes(one)]));

/** @param {string} name @param {any[]} rows @param {(row: any) => Values} fields */
const _rows = (name, rows, fields) =>
  Object.fromEntries(rows.flatMap((row, at) => Object.entries(fields(row)).map(([field, value]) => [`${name}-${at}-${field}`, value])));

/** @template T @param {number} count @param {(at: number) => T} make @returns {T[]} */
const _each = (count, make) => Array.from({ length: count }, (_nothing, at) => make(at));
