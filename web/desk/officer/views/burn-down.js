/** How a budget was used, week by week, and how long it will last. */
import { wholes } from "../../../shared/amounts.js";
import { get } from "../../../shared/api.js";
import { amount, daysAfter, number, shortDayOf } from "../../../shared/format.js";
import { html } from "../../../shared/html.js";
import { amountColumn } from "../../../shared/list.js";
import { Loaded, useLoad } from "../../../shared/load.js";
import { Facts, Notice } from "../../../shared/ui.js";
import { briefDayOf } from "../../charts/axes.js";
import { Lines } from "../../charts/lines.js";
import { Head, t } from "../head.js";

/** @typedef {import("../head.js").Schemas["BurnDownView"]} BurnDown */
/** @typedef {NonNullable<BurnDown["forecast"]["expected"]>} Outlook */

const AHEAD_WEEKS = 26; // half a year: what lies further is no forecast

/** @param {{params: {id: string}, account: import("../head.js").Account}} props */
export default function BurnDownPage({ params, account }) {
  const path = `/v1/programmes/${params.id}`;
  const load = useLoad(async (signal) => {
    const [budget, usage] = await Promise.all([get(path, { signal }), get(`${path}/burn-down`, { signal })]);
    return { programme: budget.programme, usage };
  }, [path]);
  return html`<${Loaded} of=${load}>
    ${(/** @type {any} */ { programme, usage }) => html`<${Head} programme=${programme} here="/andamento" account=${account} /> <${Usage} usage=${usage} />`}
  <//>`;
}

/** @param {{usage: BurnDown}} props */
function Usage({ usage }) {
  const { unit, forecast } = usage;
  if (!usage.weeks.length) return html`<p class="nothing">${t("no_weeks")}</p>`;
  return html`<p class="small">${usage.counted_until && t("counted_until", { day: shortDayOf(usage.counted_until) })}</p>
    <${Facts} of=${[[t("budget"), amount(usage.budget, unit)], [t("left"), amount(usage.left, unit)], [t("ends_on"), usage.ends_on ? shortDayOf(usage.ends_on) : t("no_end")]]} />
    <${Forecast} usage=${usage} />
    <${Left} usage=${usage} />
    <${Weeks} usage=${usage} />
    ${!forecast.too_early && html`<p class="small">${t("forecast_how", { count: forecast.weeks })}</p>`}`;
}

/** What is expected, in a sentence, and how sure it is in another. @param {{usage: BurnDown}} props */
function Forecast({ usage }) {
  const { expected, slow, fast, too_early: early } = usage.forecast;
  if (early || !expected || !slow || !fast) return html`<${Notice} kind="info" title=${t("too_early")}>${t("too_early_why")}<//>`;
  return html`<${Notice} kind=${expected.runs_out_week_on ? "warning" : "info"} title=${_sentence(expected, usage)}>
    <p>${t("pace", { amount: amount(expected.pace, usage.unit) })}</p>
    <${Facts} of=${[[t("if_slow"), _sentence(slow, usage)], [t("if_fast"), _sentence(fast, usage)]]} />
  <//>`;
}

/** What is left of the whole budget, and what will be. @param {{usage: BurnDown}} props */
function Left({ usage }) {
  const past = _leftByWeek(usage);
  const { expected, slow, fast } = usage.forecast;
  const last = past[past.length - 1];
  const ahead = expected && slow && fast ? { expected: _ahead(usage, last.on, expected), slow: _ahead(usage, last.on, slow), fast: _ahead(usage, last.on, fast) } : null;
  const series = [{ name: t("series_left"), points: past }, ...(ahead ? [{ name: t("series_expected"), points: ahead.expected }] : [])];
  const rows = [...past.map((point) => ({ ...point, sure: t("counted") })), ...(ahead?.expected.slice(1).map((point) => ({ ...point, sure: t("expected") })) ?? [])];
  const end = usage.ends_on && usage.ends_on <= rows[rows.length - 1].on ? [{ on: usage.ends_on, name: t("ends_on") }] : [];
  return html`<${Lines} id="fondo" title=${t("chart_left")} summary=${_summary(past, usage)} unit=${_unitName(usage.unit)} series=${series}
    band=${ahead ? { name: t("series_band"), low: ahead.fast, high: ahead.slow } : undefined} marks=${end} rows=${rows} columns=${[
      { name: "on", title: t("week"), value: (/** @type {any} */ row) => row.on, show: (/** @type {any} */ row) => shortDayOf(row.on) },
      amountColumn("value", t("left"), (row) => row.value, () => usage.unit),
      { name: "sure", title: t("how_sure"), show: (/** @type {any} */ row) => row.sure },
    ]} ...${_words(usage.unit)} />`;
}

/** What was granted, used and given back. @param {{usage: BurnDown}} props */
function Weeks({ usage }) {
  const names = /** @type {("issued" | "captured" | "held" | "vouchers_left")[]} */ (["issued", "captured", "held", "vouchers_left"]);
  const all = /** @type {(keyof BurnDown["weeks"][number])[]} */ (["issued", "captured", "lapsed", "returned", "held", "vouchers_left", "fund_left", "set_aside"]);
  const columns = all.map((name) => amountColumn(name, t(/** @type {any} */ (`week_${name}`)), (row) => row[name], () => usage.unit));
  return html`<${Lines} id="settimane" title=${t("chart_weeks")} summary=${t("chart_weeks_summary")} unit=${_unitName(usage.unit)} rows=${usage.weeks}
    series=${names.map((name) => ({ name: t(`week_${name}`), points: usage.weeks.map((week) => ({ on: week.week_on, value: week[name] })) }))}
    columns=${[{ name: "on", title: t("week"), value: (/** @type {any} */ row) => row.week_on, show: (/** @type {any} */ row) => shortDayOf(row.week_on) }, ...columns]} ...${_words(usage.unit)} />`;
}

/** @param {Outlook} outlook @param {BurnDown} usage */
function _sentence(outlook, usage) {
  if (outlook.runs_out_week_on) return t("runs_out", { day: shortDayOf(outlook.runs_out_week_on) });
  if (outlook.left_at_end !== null) return t("left_at_end", { amount: amount(outlook.left_at_end, usage.unit) });
  return t("lasts_years");
}

/** What is not captured yet at the end of each week: what was left in the end, and what was captured after. @param {BurnDown} usage */
function _leftByWeek(usage) {
  let left = usage.left;
  return [...usage.weeks].reverse().map((week) => {
    const point = { on: week.week_on, value: left };
    left += week.captured;
    return point;
  }).reverse();
}

/** @param {BurnDown} usage @param {string} from @param {Outlook} outlook */
function _ahead(usage, from, outlook) {
  const points = [{ on: from, value: usage.left }];
  for (let week = 1; week <= AHEAD_WEEKS; week++) {
    const on = daysAfter(from, 7 * week);
    if (usage.ends_on && on > usage.ends_on) break;
    points.push({ on, value: Math.max(0, usage.left - week * outlook.pace) });
  }
  return points;
}

/** @param {{on: string, value: number}[]} points @param {BurnDown} usage */
const _summary = (points, usage) =>
  t("chart_left_summary", {
    from: shortDayOf(points[0].on), first: amount(points[0].value, usage.unit),
    to: shortDayOf(points[points.length - 1].on), last: amount(points[points.length - 1].value, usage.unit),
  });

/** @param {string} unit */
const _unitName = (unit) => t(unit === "minutes" ? "unit_minutes" : "unit_cents");

/** @param {string} unit */
const _words = (unit) => ({
  write: (/** @type {number} */ value) => number(Math.round(wholes(value, unit))),
  say: (/** @type {number} */ value) => amount(value, unit),
  day: (/** @type {string} */ on) => t("week_of", { day: shortDayOf(on) }),
  brief: briefDayOf,
});
