/**
 * How far a booking is. It lives in the browser's history, step by step, so that "back", a reload and a lost line find
 * everything again; only opaque ids and counts are there.
 */
import { post } from "../../shared/api.js";
import { go } from "../../shared/router.js";

/** @typedef {import("../../../build/pages/api").components["schemas"]} Schemas */
/** @typedef {{weekdays: string[], starts: string, from_on: string, offering_id: string, count: number}} Weekly */

/**
 * @typedef {object} Wish
 * @property {string[]} people for whom
 * @property {Record<string, number>} options
 * @property {number} guests
 * @property {Weekly | null} weekly
 * @property {string | null} moves the booking whose place this one takes
 * @property {string[] | null} vouchers which pay in turn; null is the best plan
 * @property {string | null} voucher the one that pays all
 */

/** @typedef {{path: string, token: string, key: string}} Sent */

/**
 * @typedef {object} Stage
 * @property {"who" | "plan" | "check" | "done"} step
 * @property {Wish} [wish]
 * @property {Sent} [sent] what was sent and not answered
 * @property {boolean} [renewed] the quote that was shown was no longer good
 * @property {string[]} [bookings] what came of it
 */

/**
 * @typedef {object} Quoted
 * @property {Schemas["QuoteView"][]} quotes
 * @property {Schemas["SkippedView"][]} skipped
 * @property {string[]} missing
 * @property {number} own_cents
 * @property {number} price_cents
 * @property {string} token
 * @property {string} path where it is committed
 */

/** Where one is in booking a session. @param {string} sessionId @returns {Stage} */
export const stageOf = (sessionId) => (history.state?.session === sessionId ? history.state.stage : { step: "who" });

/** Go to a step. @param {string} sessionId @param {Stage} stage @param {{replace?: boolean}} [how] */
export function enter(sessionId, stage, how = {}) {
  go(`/prenota/${sessionId}`, { state: { session: sessionId, stage }, ...how });
  scrollTo(0, 0);
}

/** Ask how a wish would be paid. @param {string} sessionId @param {Wish} wish @returns {Promise<Quoted>} */
export async function quoted(sessionId, wish) {
  const chosen = wish.vouchers ? { voucher_ids: wish.vouchers } : {};
  if (wish.weekly) {
    const asked = { ...wish.weekly, ...chosen, person_id: wish.people[0], skipping: true };
    return _together(await post("/v1/series-quotes", asked));
  }
  if (wish.people.length > 1) {
    const wishes = wish.people.map((person) => wishFor(sessionId, wish, person));
    return _together(await post("/v1/joint-quotes", { wishes, ...chosen }));
  }
  const { quote, token } = await post("/v1/quotes", aloneIn(sessionId, wish));
  const { own_cents, price_cents } = quote;
  return { quotes: [quote], skipped: [], missing: [], own_cents, price_cents, token, path: "/v1/bookings" };
}

/** What is asked for one person, and how it is to be paid. @param {string} sessionId @param {Wish} wish */
export const aloneIn = (sessionId, wish) => ({
  ...wishFor(sessionId, wish, wish.people[0]),
  ...(wish.vouchers ? { voucher_ids: wish.vouchers } : {}),
  ...(wish.voucher ? { voucher_id: wish.voucher } : {}),
});

/** @param {string} sessionId @param {Wish} wish @param {string} person */
const wishFor = (sessionId, wish, person) => ({
  session_id: sessionId,
  person_id: person,
  options: wish.options,
  guests: wish.guests,
  moves_booking_id: wish.moves,
});

/** @param {any} told @returns {Quoted} */
const _together = (told) => ({ missing: [], ...told, path: "/v1/joint-bookings" });
