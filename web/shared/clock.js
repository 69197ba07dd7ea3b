/** The present as the platform has it: a telephone whose clock is wrong would say that it is too late, or in time. */
import { isoDay } from "./format.js";

let ahead = 0; // by how many milliseconds the platform's clock is before this device's

export const now = () => new Date(Date.now() + ahead);

/** The present day in Italy. */
export const today = () => isoDay(now());

/** Set the clock by an answer that was made just now, and not kept. @param {Response} answer */
export function setBy(answer) {
  const told = Date.parse(answer.headers.get("Date") ?? "");
  if (!Number.isNaN(told)) ahead = told - Date.now();
}
