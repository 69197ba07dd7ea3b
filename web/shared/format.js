/** Money, hours, days and times as people here write them. What is seen is the time in Italy. */
import { language, t } from "./texts.js";

const LOCALE = language === "it" ? "it-IT" : "en-GB";
const ROME = "Europe/Rome";

const euro = new Intl.NumberFormat(LOCALE, { style: "currency", currency: "EUR", useGrouping: "always" });
const whole = new Intl.NumberFormat(LOCALE);
const day = new Intl.DateTimeFormat(LOCALE, { timeZone: ROME, weekday: "long", day: "numeric", month: "long" });
const shortDay = new Intl.DateTimeFormat(LOCALE, { timeZone: ROME, day: "numeric", month: "short", year: "numeric" });
const month = new Intl.DateTimeFormat(LOCALE, { timeZone: ROME, month: "long", year: "numeric" });
const weekday = new Intl.DateTimeFormat(LOCALE, { timeZone: ROME, weekday: "long" });
const shortWeekday = new Intl.DateTimeFormat(LOCALE, { timeZone: ROME, weekday: "short" });
const clock = new Intl.DateTimeFormat(LOCALE, { timeZone: ROME, hour: "2-digit", minute: "2-digit" });
const clockParts = new Intl.DateTimeFormat("en-GB", { timeZone: ROME, hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const isoParts = new Intl.DateTimeFormat("en-CA", { timeZone: ROME, year: "numeric", month: "2-digit", day: "2-digit" });

/** @param {number} cents */
export const money = (cents) => (cents === 0 ? t("free") : euro.format(cents / 100));

/** An amount of money that may be nothing: in a sum, zero is "0,00 €". @param {number} cents */
export const sum = (cents) => euro.format(cents / 100);

/** @param {number} minutes @returns {string} */
export function hours(minutes) {
  if (minutes < 0) return `−${hours(-minutes)}`;
  const [full, rest] = [Math.floor(minutes / 60), minutes % 60];
  if (!full && rest) return t("minutes", { minutes: rest });
  return rest ? t("hours_and_minutes", { hours: full, minutes: rest }) : t("hours", { count: full });
}

/** @param {number} count */
export const number = (count) => whole.format(count);

const SAID = /** @type {Record<string, (amount: number) => string>} */ ({ cents: sum, minutes: hours, count: number });

/** Cents or minutes, by the unit of a voucher, or a plain count. @param {number} amount @param {string} unit */
export const amount = (amount, unit) => SAID[unit](amount);

/** "mercoledì 2 dicembre", of an instant or of an ISO day. @param {string} moment */
export const dayOf = (moment) => day.format(asDate(moment));

/** "2 dic 2026". @param {string} moment */
export const shortDayOf = (moment) => shortDay.format(asDate(moment));

/** "dicembre 2026", of an ISO month. @param {string} isoMonth */
export const monthOf = (isoMonth) => month.format(asDate(`${isoMonth}-01`));

/** "mercoledì" and "mer", of an ISO day. @param {string} isoDate @returns {[string, string]} */
export const weekdayOf = (isoDate) => [weekday.format(asDate(isoDate)), shortWeekday.format(asDate(isoDate))];

/** "15:30". @param {string} instant */
export const timeOf = (instant) => clock.format(new Date(instant));

/** "mercoledì 2 dicembre, 15:30–17:00". @param {string} from @param {string} [to] */
export function whenOf(from, to) {
  if (!to) return `${dayOf(from)}, ${timeOf(from)}`;
  const sameDay = isoDay(from) === isoDay(to);
  return sameDay ? `${dayOf(from)}, ${timeOf(from)}–${timeOf(to)}` : `${dayOf(from)}, ${timeOf(from)} – ${dayOf(to)}, ${timeOf(to)}`;
}

/** The day in Italy of an instant, as ISO writes it. @param {string | Date} instant */
export const isoDay = (instant) => isoParts.format(typeof instant === "string" ? new Date(instant) : instant);

/**
 * The instant at which clocks in Italy show a time of a day; of an hour that comes twice the first, of one that does
 * not come the one after.
 *
 * @param {string} isoDate @param {string} time "15:30"
 */
export function instantOf(isoDate, time) {
  const wanted = Date.parse(`${isoDate}T${time}:00Z`);
  const [summer, winter] = [2, 1].map((hours) => new Date(wanted - hours * 3_600_000));
  const isSummer = isoDay(summer) === isoDate && clockParts.format(summer) === time;
  return (isSummer ? summer : winter).toISOString();
}

/** "15:30", as fields want it, whatever the page's language. @param {string} instant */
export const clockOf = (instant) => clockParts.format(new Date(instant));

/** So many days after an ISO day. @param {string} isoDate @param {number} days */
export function daysAfter(isoDate, days) {
  const moved = new Date(`${isoDate}T12:00:00Z`);
  moved.setUTCDate(moved.getUTCDate() + days);
  return moved.toISOString().slice(0, 10);
}

/** So many months after an ISO month. @param {string} isoMonth @param {number} months */
export function monthAfter(isoMonth, months) {
  const moved = new Date(`${isoMonth}-01T12:00:00Z`);
  moved.setUTCMonth(moved.getUTCMonth() + months);
  return moved.toISOString().slice(0, 7);
}

/** An ISO day is noon of that day, so that no clock moves it to another. @param {string} moment */
const asDate = (moment) => new Date(moment.length === 10 ? `${moment}T12:00:00Z` : moment);
