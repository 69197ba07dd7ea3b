/** The days of the week as the platform names them, each with a day that is one: what it is called here follows. */

/** @type {[string, string][]} */
export const WEEKDAYS = [
  ["monday", "2026-06-01"],
  ["tuesday", "2026-06-02"],
  ["wednesday", "2026-06-03"],
  ["thursday", "2026-06-04"],
  ["friday", "2026-06-05"],
  ["saturday", "2026-06-06"],
  ["sunday", "2026-06-07"],
];
