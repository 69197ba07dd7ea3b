/** What holds of a booking on every page. */
import { now } from "./clock.js";

const OFF = ["cancelled", "declined", "moved", "unanswered"];

/** Whether it came to nothing: nobody has to be anywhere, and the place can be booked anew. @param {{state: string}} booking */
export const isOff = ({ state }) => OFF.includes(state);

/**
 * What cancelling costs now, until when; undefined where it is too late. A request is withdrawn for nothing, and has no charges.
 *
 * @param {import("../../build/pages/api").components["schemas"]["BookingView"]} booking
 */
export const chargeNow = ({ charges }) => charges.find(({ until_at }) => now() <= new Date(until_at));

/** Whether only the cooperative can still cancel it. @param {import("../../build/pages/api").components["schemas"]["BookingView"]} booking */
export const isTooLate = (booking) => booking.state === "booked" && now() > new Date(booking.cancel_until_at);
