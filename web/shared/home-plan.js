/** The meetings that a cooperative keeps for a person at home: which are to be booked, and how the next ones would be. */
import { all, get, post } from "./api.js";
import { isOff } from "./bookings.js";
import { instantOf } from "./format.js";
import { Problem } from "./problem.js";

const TOGETHER = 16; // as many as one quote takes
const TOO_MUCH = "too_much_at_once";
const CANNOT_BE_HAD = [409, 410];

/** @typedef {import("../../build/pages/api").components["schemas"]} Schemas */
/** @typedef {{id?: string, starts_at: string, reasons: {detail?: string}[]}} Missed */
/** @typedef {{quoted: Schemas["JointQuotedView"] | null, missed: Missed[], rest: string[]}} Round what would be booked next, what cannot be had before it or with it, and what is left after it */

/** The meetings that the person does not have yet. @param {Schemas["HomeRequestView"]} request @param {AbortSignal} signal @returns {Promise<string[]>} */
export async function unbooked(request, signal) {
  const since = instantOf(request.from_on, "00:00");
  const { items } = await all(`/v1/people/${request.person_id}/bookings?since_at=${since}`, { signal });
  const had = new Set(items.filter((one) => !isOff(one)).map((one) => one.session_id));
  return request.session_ids.filter((id) => !had.has(id));
}

/** How the next ones that can be had would be paid. @param {string[]} left @param {string} person @returns {Promise<Round>} */
export async function nextRound(left, person) {
  /** @type {Missed[]} */
  const missed = [];
  let [from, together] = [0, TOGETHER];
  while (from < left.length) {
    const some = left.slice(from, from + together);
    try {
      const wishes = some.map((session_id) => ({ session_id, person_id: person }));
      const quoted = await post("/v1/joint-quotes", { wishes, skipping: true });
      return { quoted, missed: [...missed, ...quoted.skipped], rest: left.slice(from + together) };
    } catch (error) {
      if (!(error instanceof Problem && CANNOT_BE_HAD.includes(error.status))) throw error;
      if (error.code === TOO_MUCH && together > 1) {
        together = Math.ceil(together / 2);
        continue;
      }
      missed.push(...(await _refused(some, error)));
      from += together;
    }
  }
  return { quoted: null, missed, rest: [] };
}

/** Where none of them can be had, the refusal is of all. @param {string[]} some @param {Problem} problem @returns {Promise<Missed[]>} */
async function _refused(some, problem) {
  const reasons = problem.reasons.length ? problem.reasons : [{ detail: problem.message }];
  const sessions = await Promise.all(some.map((id) => get(`/v1/sessions/${id}`, { anonymous: true })));
  return sessions.map(({ starts_at }) => ({ starts_at, reasons }));
}
