/** What was paid for, and whether places are used. */
import { wholes } from "../../../shared/amounts.js";
import { get } from "../../../shared/api.js";
import { amount, shortDayOf } from "../../../shared/format.js";
import { html } from "../../../shared/html.js";
import { amountColumn } from "../../../shared/list.js";
import { Loaded, useLoad } from "../../../shared/load.js";
import { word as common } from "../../../shared/texts.js";
import { Heading } from "../../../shared/ui.js";
import { Bars } from "../../charts/bars.js";
import { Occupancy } from "../../parts/occupancy.js";
import { asked, Period, useSpan } from "../../parts/period.js";
import { isA, t } from "../head.js";

/** @typedef {import("../head.js").Schemas["UsageByCategoryView"]} Usage */

const WEEKS = 12;

/** @param {{query: URLSearchParams, account: import("../head.js").Account}} props */
export default function Spending({ query, account }) {
  const [span, change] = useSpan(query, 7 * WEEKS);
  const categories = useLoad((signal) => get(`/v1/usage/categories?${asked(span)}`, { signal }), [span]);
  return html`<${Heading} lead=${t("spending_lead")}>${t("spending")}<//>
    <${Period} span=${span} change=${change} />
    <h2>${t("by_category")}</h2>
    <${Loaded} of=${categories}>${(/** @type {Usage} */ usage) => html`<${Categories} usage=${usage} />`}<//>
    ${isA(account) && html`<h2>${t("occupancy")}</h2><${Occupancy} span=${span} />`}`;
}

/** Euro and hours are never added up: a chart for each. @param {{usage: Usage}} props */
function Categories({ usage }) {
  const units = ["cents", "minutes"].filter((unit) => usage.rows.some((row) => row.unit === unit));
  if (!units.length) return html`<p class="nothing">${t("nothing_spent")}</p>`;
  return html`${usage.counted_until && html`<p class="small">${t("counted_until", { day: shortDayOf(usage.counted_until) })}</p>`}
    ${units.map((unit) => html`<${ByCategory} key=${unit} unit=${unit} rows=${usage.rows.filter((row) => row.unit === unit)} />`)}`;
}

/** @param {{unit: string, rows: Usage["rows"]}} props */
function ByCategory({ unit, rows }) {
  const told = rows.filter((row) => row.captured !== null);
  const sums = [...new Set(told.map((row) => row.category))].map((category) => {
    const value = told.filter((row) => row.category === category).reduce((sum, row) => sum + (row.captured ?? 0), 0);
    return { name: common("category", category), value, said: amount(value, unit) };
  });
  const whole = sums.reduce((sum, bar) => sum + bar.value, 0);
  const summary = [t("by_category_summary", { amount: amount(whole, unit) }), rows.length > told.length && t("few_people")].filter(Boolean).join(" ");
  return html`<${Bars} id=${`spesa-${unit}`} title=${t(unit === "cents" ? "spent_cents" : "spent_minutes")} summary=${summary}
    bars=${sums.sort((one, other) => other.value - one.value)} rows=${rows} columns=${[
      { name: "programme", title: t("programme"), show: (/** @type {any} */ row) => row.programme_title },
      { name: "category", title: t("category"), show: (/** @type {any} */ row) => common("category", row.category) },
      _captured(unit),
    ]} />`;
}

/** What so few people had that it is not told leaves untold too. @param {string} unit @returns {import("../../../shared/list.js").Column} */
const _captured = (unit) => ({
  ...amountColumn("captured", t("paid_for"), (row) => row.captured, () => unit),
  value: (row) => (row.captured === null ? t("under_five") : wholes(row.captured, unit)),
  show: (row) => (row.captured === null ? t("under_five") : amount(row.captured, unit)),
});
