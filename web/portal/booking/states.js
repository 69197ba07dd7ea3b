/** What the states of a booking mean to who looks at it. */
import { isOff } from "../../shared/bookings.js";

/** @typedef {import("./stage.js").Schemas} Schemas */

/** How a state is marked, beside its word. @type {Record<string, string>} */
export const KINDS = {
  absent: "danger",
  attended: "success",
  booked: "primary",
  cancelled: "secondary",
  contested: "warning",
  declined: "danger",
  moved: "secondary",
  recorded: "warning",
  requested: "warning",
  unanswered: "secondary",
};

/** The times at which somebody has to be there: none when it came to nothing. @param {Schemas["BookingView"]} booking */
export function timesOf(booking) {
  if (isOff(booking)) return [];
  return booking.meetings.length ? booking.meetings : [booking];
}

/** Where a booking stands among one's own. @param {Schemas["BookingView"]} booking @param {string} now */
export function groupOf({ state, ends_at }, now) {
  if (state === "recorded") return "answer";
  if (state === "requested") return "asked";
  return state === "booked" && new Date(ends_at).toISOString() > now ? "coming" : "past";
}
