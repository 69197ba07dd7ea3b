/** A date does not take place: who is booked is seen first, and everybody gets everything back. */
import texts from "#texts/desk-provider-schedules";

import { get, post } from "../../../shared/api.js";
import { html } from "../../../shared/html.js";
import { Loaded, useLoad } from "../../../shared/load.js";
import { Problem } from "../../../shared/problem.js";
import { reader } from "../../../shared/texts.js";
import { ReasonButton } from "../../parts/reason.js";
import { People } from "./people.js";

/** @typedef {import("../../../../build/pages/api").components["schemas"]["SessionView"]} Session */

const t = reader(texts);
const NOT_ALL_YET = 503; // asked again it goes on where it stopped

/** @param {{session: Session, again: () => void}} props */
export const CallOff = ({ session, again }) =>
  html`<section aria-labelledby="call-off">
    <h2 id="call-off">${t("call_off")}</h2>
    <p>${t("call_off_means")}</p>
    <${ReasonButton} name=${t("call_off_open")} step=${t("call_off_do")} hint=${t("reason_hint")} kind="outline-danger" send=${_calledOff(session.id)} done=${again}>
      <h3>${t("affected")}</h3>
      <${Affected} session=${session} />
    <//>
  </section>`;

/** @param {{session: Session}} props */
function Affected({ session }) {
  const load = useLoad((signal) => get(`/v1/sessions/${session.id}/affected`, { signal }), [session.id]);
  return html`<${Loaded} of=${load}>${(/** @type {{items: any[]}} */ { items }) => html`<${People} people=${items} />`}<//>`;
}

/** @param {string} id */
const _calledOff = (id) => async (/** @type {any} */ { reason }, /** @type {string} */ key) => {
  const { bookings_left: left } = await post(`/v1/sessions/${id}/cancellation`, { reason }, { key });
  if (left) throw new Problem({ status: NOT_ALL_YET, code: "bookings_left", title: t("bookings_left", { count: left }) });
};
