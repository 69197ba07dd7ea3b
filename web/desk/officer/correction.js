/** Correcting what was captured: an officer lowers what was delivered, and the difference goes back to the voucher. */
import { get, post } from "../../shared/api.js";
import { Field } from "../../shared/fields.js";
import { hours, shortDayOf, whenOf } from "../../shared/format.js";
import { html } from "../../shared/html.js";
import { Loaded, useLoad } from "../../shared/load.js";
import { Facts, inItalian } from "../../shared/ui.js";
import { ReasonButton } from "../parts/reason.js";
import { t } from "./head.js";

/** @typedef {import("./head.js").Schemas["BookingView"]} Booking */

/** In the row of what was captured of a booking. @param {{bookingId: string, at: string, done: () => void}} props */
export const Correction = ({ bookingId, at, done }) =>
  html`<${ReasonButton} small name=${t("correct")} title=${t("correct_of", { day: shortDayOf(at) })} lead=${t("correct_lead")} label=${t("reason_both")} step=${t("correct")}
    initial=${{ delivered_minutes: "" }} done=${done}
    send=${(/** @type {any} */ { delivered_minutes, reason }, /** @type {string} */ key) =>
      post(`/v1/bookings/${bookingId}/corrections`, { delivered_minutes: Number(delivered_minutes), reason }, { key })}>
    <${Delivered} bookingId=${bookingId} />
  <//>`;

/** What counts as delivered now, and how much it was. @param {{bookingId: string}} props */
function Delivered({ bookingId }) {
  const load = useLoad((signal) => get(`/v1/bookings/${bookingId}`, { signal }), [bookingId]);
  return html`<${Loaded} of=${load}>
    ${(/** @type {Booking} */ booking) => {
      const counted = booking.delivered_minutes ?? 0;
      return html`<p><span lang=${inItalian}>${booking.title}</span>, ${booking.provider_name}<br />${whenOf(booking.starts_at, booking.ends_at)}</p>
        <${Facts} of=${[[t("correct_now"), hours(counted)]]} />
        <${Field} name="delivered_minutes" type="number" inputmode="numeric" min="0" max=${Math.max(counted - 1, 0)} label=${t("delivered_minutes")} hint=${t("correct_hint", { most: counted })} required />`;
    }}
  <//>`;
}
