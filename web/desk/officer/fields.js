/** The fields of a programme, in the steps of its form. */
import { readAmount } from "../../shared/amounts.js";
import { Check, Choice, Field, Group, Select, TextArea } from "../../shared/fields.js";
import { html } from "../../shared/html.js";
import { word as common } from "../../shared/texts.js";
import { CATEGORIES, MUNICIPALITIES } from "../territory.js";
import { t, word } from "./head.js";

/** @typedef {Record<string, any>} Values */
/** @typedef {{values: Values, set: (name: string, value: any) => void}} Form */

/** What it is. @param {{isNew: boolean}} props */
export const About = ({ isNew }) =>
  html`<${Field} name="title" label=${t("title")} maxlength="200" required />
    <${TextArea} name="legal_basis" label=${t("legal_basis")} hint=${t("legal_basis_hint")} rows=${2} maxlength=${200} required />
    ${isNew &&
    html`<${Choice} name="unit" label=${t("unit")} required inline options=${[["cents", t("unit_cents")], ["minutes", t("unit_minutes")]]} />
      <${Field} name="from_on" type="date" label=${t("from_on")} required />`}
    <div class="fields">
      <${Field} name="expires_on" type="date" label=${t("expires_on")} hint=${t("expires_on_hint")} />
      <${Field} name="months" type="number" min="1" max="36" label=${t("months")} hint=${t("months_hint")} />
    </div>`;

/** For whom. @param {{form: Form, others: [string, string][]}} props */
export const Whom = ({ form, others }) =>
  html`<${Group} name="categories" label=${t("categories")}>
      ${CATEGORIES.map((one) => html`<${Check} name=${one} label=${common("category", one)} />`)}
    <//>
    <${Group} name="municipality_codes" label=${t("municipalities")}>
      ${MUNICIPALITIES.map((one) => html`<${Check} name=${one} label=${common("municipality", one)} />`)}
    <//>
    <div class="fields">
      <${Field} name="age_min" type="number" min="0" max="130" label=${t("age_min")} />
      <${Field} name="age_max" type="number" min="0" max="130" label=${t("age_max")} />
      <${Field} name="isee_max" inputmode="decimal" label=${t("isee_max")} hint=${t("euro_hint")} />
    </div>
    <h3>${t("limits")}</h3>
    <div class="fields">
      <${Field} name="month_max" inputmode="decimal" label=${t("month_max")} hint=${_hint(form)} />
      <${Field} name="provider_max" inputmode="decimal" label=${t("provider_max")} hint=${_hint(form)} />
      <${Field} name="grace_days" type="number" min="0" max="90" label=${t("grace_days")} />
      <${Field} name="confirm_days" type="number" min="0" max="60" label=${t("confirm_days")} hint=${t("confirm_days_hint")} />
    </div>
    <${Check} name="is_transferable" label=${t("is_transferable")} />
    <${Rows} form=${form} name="exclusions" legend=${t("exclusions")} add=${t("add_exclusion")} least=${0}>
      ${(/** @type {number} */ at) => html`<${Select} name="exclusion-${at}-programme" label=${t("excluded")} options=${others} empty=${t("choose")} required />
        <${Select} name="exclusion-${at}-reach" label=${t("reach")} options=${[["person", t("reach_person")], ["household", t("reach_household")]]} required />
        <${Field} name="exclusion-${at}-rule" label=${t("excluding_rule")} maxlength="200" required />`}
    <//>`;

/** How much. @param {{form: Form, isNew: boolean}} props */
export const Amounts = ({ form, isNew }) =>
  html`<div class="fields">
      ${isNew && html`<${Field} name="budget" inputmode="decimal" label=${t("budget")} hint=${_hint(form)} required />`}
      <${Field} name="voucher_max" inputmode="decimal" label=${t("voucher_max")} hint=${_hint(form)} required />
    </div>
    <${Choice} name="award_kind" label=${t("award_kind")} required options=${_kinds(form.values.unit)} />
    ${form.values.award_kind === "by_household" && html`<${Steps} form=${form} />`} ${form.values.award_kind === "by_isee" && html`<${Bands} form=${form} />`}
    <h3>${t("guards")}</h3>
    <div class="fields">
      <${Field} name="second_person_above" inputmode="decimal" label=${t("second_person_above")} hint=${_hint(form)} />
      <${Field} name="alert_below" inputmode="decimal" label=${t("alert_below")} hint=${_hint(form)} />
      <${Field} name="alert_to" type="email" label=${t("alert_to")} />
    </div>`;

/** @param {{form: Form}} props */
const Steps = ({ form }) =>
  html`<${Rows} form=${form} name="steps" legend=${t("steps_table")} add=${t("add_step")} least=${1}>
      ${(/** @type {number} */ at) => html`<div class="fields">
        <${Field} name="step-${at}-size" type="number" min="1" max="30" label=${t("step_size")} required />
        <${Field} name="step-${at}-amount" inputmode="decimal" label=${t("step_amount")} hint=${t("euro_hint")} required />
      </div>`}
    <//>
    <h3>${t("supplement_title")}</h3>
    <div class="fields">
      <${Field} name="supplement" inputmode="decimal" label=${t("supplement")} hint=${t("euro_hint")} />
      <${Field} name="supplement_size" type="number" min="1" max="30" label=${t("supplement_size")} required=${Boolean(form.values.supplement)} />
      <${Field} name="supplement_born" type="date" label=${t("supplement_born")} required=${Boolean(form.values.supplement)} />
    </div>`;

/** @param {{form: Form}} props */
const Bands = ({ form }) =>
  html`<${Rows} form=${form} name="bands" legend=${t("bands_table")} add=${t("add_band")} least=${1}>
    ${(/** @type {number} */ at) => html`<div class="fields">
        <${Field} name="band-${at}-isee" inputmode="decimal" label=${t("band_isee")} hint=${t("euro_hint")} required />
        <${Field} name="band-${at}-month" inputmode="decimal" label=${t("band_month_amount")} hint=${t("band_month_hint")} />
        <${Field} name="band-${at}-share" type="number" min="0" max="100" label=${t("band_percent")} required />
        <${Field} name="band-${at}-sibling" type="number" min="0" max="100" label=${t("band_sibling")} />
        <${Field} name="band-${at}-siblings" inputmode="decimal" label=${t("band_siblings")} hint=${t("euro_hint")} />
      </div>
      <${Check} name="band-${at}-below" label=${t("band_is_below")} />`}
  <//>`;

/** Rows of the same fields, as many as one needs. @param {{form: Form, name: string, legend: string, add: string, least: number, children?: any}} props */
function Rows({ form, name, legend, add, least, children }) {
  const count = form.values[name];
  return html`${Array.from({ length: count }, (_nothing, at) => html`<fieldset class="rows" key=${at}><legend>${legend} ${at + 1}</legend>${children(at)}</fieldset>`)}
    <p class="buttons">
      <button type="button" class="btn btn-outline-primary btn-sm" onClick=${() => form.set(name, count + 1)}>${add}</button>
      ${count > least && html`<button type="button" class="btn btn-outline-danger btn-sm" onClick=${() => form.set(name, count - 1)}>${t("remove_last", { name: legend })}</button>`}
    </p>`;
}

/** What is wrong with the fields that are in view. @param {Values} values @param {string} step */
export function wrongIn(values, step) {
  /** @type {Record<string, string>} */
  const wrong = {};
  if (step === "about" && !values.expires_on && !values.months) wrong.expires_on = t("needs_validity");
  if (step === "whom" && !CATEGORIES.some((one) => values[one])) wrong.categories = t("needs_category");
  if (step === "whom" && !MUNICIPALITIES.some((one) => values[one])) wrong.municipality_codes = t("needs_municipality");
  for (const [name, label] of [...(MONEY[step] ?? []), ...(step === "amounts" ? _inTables(values) : [])]) {
    const unit = IN_EURO.includes(name) || name.includes("-") ? "cents" : values.unit;
    if (values[name] && readAmount(values[name], unit) === null) wrong[name] = `${t(label)}: ${t(unit === "cents" ? "euro_hint" : "hours_hint")}`;
  }
  return wrong;
}

/** The amounts of the table that is in view. @param {Values} values @returns {[string, any][]} */
function _inTables(values) {
  if (values.award_kind === "by_household") return [..._inRows("step", values.steps, { amount: "step_amount" }), ["supplement", "supplement"]];
  if (values.award_kind === "by_isee") return _inRows("band", values.bands, { isee: "band_isee", month: "band_month_amount", siblings: "band_siblings" });
  return [];
}

/** @param {string} row @param {number} count @param {Record<string, string>} fields @returns {[string, any][]} */
const _inRows = (row, count, fields) =>
  Array.from({ length: count }, (_nothing, at) => Object.entries(fields).map(([field, label]) => /** @type {[string, any]} */ ([`${row}-${at}-${field}`, label]))).flat();

const IN_EURO = ["isee_max", "supplement"]; // whatever the programme's unit, as all of a table

const MONEY = /** @type {Record<string, [string, any][]>} */ ({
  whom: [["isee_max", "isee_max"], ["month_max", "month_max"], ["provider_max", "provider_max"]],
  amounts: [["budget", "budget"], ["voucher_max", "voucher_max"], ["second_person_above", "second_person_above"], ["alert_below", "alert_below"]],
});

/** @param {Form} form */
const _hint = (form) => t(form.values.unit === "minutes" ? "hours_hint" : "euro_hint");

/** Tables and formulas are in euro. @param {string} unit @returns {[string, string][]} */
const _kinds = (unit) => (unit === "minutes" ? ["named"] : ["named", "by_household", "by_isee"]).map((kind) => [kind, word("award", kind)]);
