/** Where the bookings of one person can go, read before anybody says yes; one yes moves them all together. */
import { useState } from "preact/hooks";

import texts from "#texts/desk-operator";

import { post } from "../../../shared/api.js";
import { whenOf } from "../../../shared/format.js";
import { html } from "../../../shared/html.js";
import { Problem } from "../../../shared/problem.js";
import { reader } from "../../../shared/texts.js";
import { inItalian, ProblemNotice } from "../../../shared/ui.js";
import { JointSummary } from "../booking/joint-summary.js";

const t = reader(texts);

/** @typedef {import("./affected.js").Someone} Someone */
/** @typedef {import("./affected.js").Schemas} Schemas */

/**
 * @param {{someone: Someone, first: Schemas["RelocationView"], look: () => Promise<Schemas["RelocationView"]>,
 *   back: () => void, done: (booked: Schemas["BookingView"][]) => void}} props look: asks anew
 */
export function Offer({ someone, first, look, back, done }) {
  const [{ found, refused }, show] = useState({ found: first, refused: /** @type {Problem | null} */ (null) });
  const { quote, unplaced } = found;

  /** A definite no moves nothing: places are looked for anew. @param {string} key */
  async function commit(key) {
    try {
      done((await post("/v1/joint-bookings", { quote_token: quote.token }, { key })).items);
    } catch (error) {
      if (!(error instanceof Problem) || error.isOpen) throw error;
      show({ found: await look(), refused: error });
    }
  }

  return html`<h3>${t("relocation_offer", { name: someone.name })}</h3>
    ${refused && html`<${ProblemNotice} key=${quote.token} problem=${refused} focus=${true} />`}
    <${JointSummary} key=${quote.token} quoted=${{ ...quote, skipped: [...unplaced, ...quote.skipped] }} focus=${!refused}
      lead=${t("relocation_summary")} without=${t("relocation_unplaced")} insteadOf=${_insteadOf(someone)} commit=${commit} back=${back} />`;
}

/** What a line of a quote takes the place of. @param {Someone} someone */
const _insteadOf = (someone) => (/** @type {Schemas["QuoteView"]} */ { moves_booking_id }) => {
  const before = someone.bookings.find((one) => one.booking.id === moves_booking_id)?.booking;
  return before && html`<span lang=${inItalian}>${before.title}</span>, ${whenOf(before.starts_at, before.ends_at)}`;
};
