/** A week's hours as a form holds them, and as the platform takes them. */
import texts from "#texts/desk-provider-schedules";

import { reader, wordOf } from "../../../shared/texts.js";
import { WEEK } from "../../parts/week.js";

/** @typedef {import("../../../../build/pages/api").components["schemas"]["PatternView"]} PatternView */
/** @typedef {import("../../../../build/pages/api").components["schemas"]["NewPattern"]} NewPattern */
/** @typedef {import("../../../../build/pages/api").components["schemas"]["HoursView"]} Hours */

const t = reader(texts);

/** A form for a week that is not written yet. @type {Record<string, any>} */
export const EMPTY = {
  rows: [1],
  places_max: "",
  session_minutes: "",
  buffer_minutes: "0",
  place: "",
  worker_id: "",
  asks: false,
  respond_hours: "48",
  cancel_hours: "24",
  no_show_percent: "0",
  guests_max: "0",
};

/** A form for a week that there is: days with the same hours share a row. @param {PatternView} pattern @returns {Record<string, any>} */
export function valuesOf(pattern) {
  const { terms } = pattern;
  const rows = _alike(pattern.hours);
  return {
    rows: rows.map((_, at) => at + 1),
    ...Object.assign({}, ...rows.map((hours, at) => _rowOf(hours, at + 1))),
    places_max: String(pattern.places_max),
    session_minutes: pattern.session_minutes === null ? "" : String(pattern.session_minutes),
    buffer_minutes: String(pattern.buffer_minutes),
    place: pattern.place ?? "",
    worker_id: pattern.worker_id ?? "",
    asks: terms.mode === "request",
    respond_hours: String(terms.respond_hours),
    cancel_hours: String(terms.bands[0]?.until_hours ?? 0),
    no_show_percent: String(terms.no_show_percent),
    guests_max: String(pattern.guests_max),
  };
}

/**
 * What the platform is told. What the form does not ask for (options, bands, ...) stays as it was before.
 *
 * @param {Record<string, any>} values
 * @param {PatternView} [before]
 * @returns {NewPattern}
 */
export function patternOf(values, before) {
  const terms = {
    ...before?.terms,
    mode: values.asks ? "request" : "instant",
    respond_hours: Number(values.respond_hours),
    bands: _bandsOf(values, before),
    no_show_percent: Number(values.no_show_percent),
  };
  const pattern = {
    ...before,
    hours: values.rows.flatMap((/** @type {number} */ row) => _hoursOf(values, row)),
    places_max: Number(values.places_max),
    session_minutes: values.session_minutes ? Number(values.session_minutes) : null,
    buffer_minutes: Number(values.buffer_minutes),
    place: values.place.trim() || null,
    worker_id: values.worker_id || null,
    guests_max: Number(values.guests_max),
    terms,
  };
  return /** @type {NewPattern} */ (pattern);
}

/** What is wrong with the rows of a week. @param {Record<string, any>} values @returns {Record<string, string>} */
export function wrongIn(values) {
  /** @type {Record<string, string>} */
  const wrong = {};
  for (const row of values.rows) {
    const [from, to] = [values[`from-${row}`], values[`to-${row}`]];
    if (!WEEK.some((day) => values[`day-${row}-${day}`])) wrong[`day-${row}-monday`] = t("no_day");
    if (from && to && from >= _end(to)) wrong[`to-${row}`] = t("ends_before");
    if (Boolean(values[`pause_from-${row}`]) !== Boolean(values[`pause_to-${row}`])) wrong[`pause_to-${row}`] = t("half_pause");
  }
  return wrong;
}

/** "lunedì, 09:00–12:00" as people say it. @param {Hours} hours */
export function told(hours) {
  const day = wordOf(texts, "weekday", hours.weekday);
  const when = hours.of_month ? t("nth_day", { day, nth: wordOf(texts, "nth", String(hours.of_month)) }) : day;
  const pauses = hours.breaks.map((pause) => t("with_pause", { from: pause.from_time, to: pause.to_time })).join("");
  return `${when}, ${hours.from_time}–${hours.to_time}${pauses}`;
}

/** Hours that differ in their weekday alone, together. @param {Hours[]} all @returns {Hours[][]} */
function _alike(all) {
  /** @type {Map<string, Hours[]>} */
  const rows = new Map();
  for (const hours of all) {
    const kind = JSON.stringify([hours.from_time, hours.to_time, hours.breaks, hours.of_month]);
    rows.set(kind, [...(rows.get(kind) ?? []), hours]);
  }
  return [...rows.values()];
}

/** @param {Hours[]} hours @param {number} row */
function _rowOf(hours, row) {
  const [first] = hours;
  const [pause] = first.breaks;
  return {
    ...Object.fromEntries(hours.map(({ weekday }) => [`day-${row}-${weekday}`, true])),
    [`from-${row}`]: first.from_time,
    [`to-${row}`]: first.to_time === "24:00" ? "00:00" : first.to_time,
    [`pause_from-${row}`]: pause?.from_time ?? "",
    [`pause_to-${row}`]: pause?.to_time ?? "",
    [`of_month-${row}`]: first.of_month === null ? "" : String(first.of_month),
  };
}

/** @param {Record<string, any>} values @param {number} row */
function _hoursOf(values, row) {
  const pause = { from_time: values[`pause_from-${row}`], to_time: values[`pause_to-${row}`] };
  const nth = values[`of_month-${row}`];
  return WEEK.filter((day) => values[`day-${row}-${day}`]).map((weekday) => ({
    weekday,
    from_time: values[`from-${row}`],
    to_time: _end(values[`to-${row}`]),
    breaks: pause.from_time ? [pause] : [],
    of_month: nth ? Number(nth) : null,
  }));
}

/** The first band is what the form asks for: until when cancelling is free. @param {Record<string, any>} values @param {PatternView} [before] */
function _bandsOf(values, before) {
  const free = Number(values.cancel_hours);
  const later = before?.terms.bands.slice(1).filter((band) => band.until_hours < free) ?? [];
  return [{ until_hours: free, percent: 0 }, ...later];
}

/** Midnight ends a day, and a clock shows it as the beginning of the next. @param {string} time */
const _end = (time) => (time === "00:00" ? "24:00" : time);
