/** What holds of a booking on every page. */
import { now } from "./clock.js";
import { sum, whenOf } from "./format.js";

const OFF = ["cancelled", "declined", "moved", "unanswered"];

/** Whether it came to nothing: nobody has to be anywhere, and the place can be booked anew. @param {{state: string}} booking */
export const isOff = ({ state }) => OFF.includes(state);

/**
 * What cancelling costs now, to be said before. A request is withdrawn for nothing.
 *
 * @param {import("../../build/pages/api").components["schemas"]["BookingView"]} booking
 * @param {(key: "cost_free" | "cost_free_until" | "cost_now" | "cancel_late", facts?: Record<string, string | number>) => string} t
 *   the words of the page
 */
export function costNow(booking, t) {
  if (booking.state === "requested") return t("cost_free");
  const charge = booking.charges.find(({ until_at }) => now() <= new Date(until_at));
  if (!charge) return t("cancel_late", { until: whenOf(booking.cancel_until_at) });
  if (!charge.percent) return t("cost_free_until", { until: whenOf(charge.until_at) });
  return t("cost_now", { percent: charge.percent, sum: sum(charge.charged_cents), own: sum(charge.own_cents) });
}

/** Whether only the cooperative can still cancel it. @param {import("../../build/pages/api").components["schemas"]["BookingView"]} booking */
export const isTooLate = (booking) => booking.state === "booked" && now() > new Date(booking.cancel_until_at);
