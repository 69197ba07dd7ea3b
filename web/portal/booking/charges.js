/** What cancelling costs now, by the terms under which a booking was placed. A session that is booked keeps its terms. */
import { clockOf, daysAfter, instantOf, isoDay } from "../../shared/format.js";

const DAY_HOURS = 24;
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/**
 * @typedef {object} Charge
 * @property {Date} until
 * @property {number} percent
 */

/** The bands of a beginning, the earliest first. @param {string} startsAt @param {{until_hours: number, percent: number}[]} bands @returns {Charge[]} */
export const chargesOf = (startsAt, bands) => bands.map(({ until_hours, percent }) => ({ until: hoursBefore(startsAt, until_hours), percent }));

/** The band in which an instant is, if any. @param {Charge[]} charges @param {Date} at */
export const chargeAt = (charges, at) => charges.find(({ until }) => at <= until);

/** As people count: whole days on the calendar of Italy, the rest as it goes by. @param {string} instant @param {number} hours */
export function hoursBefore(instant, hours) {
  const days = Math.floor(hours / DAY_HOURS);
  const from = days ? _daysBefore(instant, days) : Date.parse(instant);
  return new Date(from - (hours % DAY_HOURS) * HOUR_MS);
}

/** The same time on Italy's clock. @param {string} instant @param {number} days */
const _daysBefore = (instant, days) =>
  Date.parse(instantOf(daysAfter(isoDay(instant), -days), clockOf(instant))) + (Date.parse(instant) % MINUTE_MS);
