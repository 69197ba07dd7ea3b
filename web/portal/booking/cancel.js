/** Cancelling: what it costs is said before; one of a series, or the rest of it. */
import { useState } from "preact/hooks";

import texts from "#texts/bookings";

import { post } from "../../shared/api.js";
import { costNow, isTooLate } from "../../shared/bookings.js";
import { Choice } from "../../shared/fields.js";
import { Form, Submit, useForm } from "../../shared/form.js";
import { sum, whenOf } from "../../shared/format.js";
import { html } from "../../shared/html.js";
import { reader } from "../../shared/texts.js";
import { Dialog } from "../../shared/ui.js";

const t = reader(texts);

/** @typedef {import("./stage.js").Schemas} Schemas */

/**
 * @param {{booking: Schemas["BookingView"], later: Schemas["BookingView"][], done: (outcome: any[]) => void}} props
 *   later: those after it of its series
 */
export function Cancel({ booking, later, done }) {
  const [open, setOpen] = useState(false);
  if (isTooLate(booking)) {
    return html`<p>${t("cancel_late", { until: whenOf(booking.cancel_until_at) })}</p>`;
  }
  /** @param {any[]} outcome it stands behind the window */
  const end = (outcome) => {
    setOpen(false);
    done(outcome);
  };
  return html`<button type="button" class="btn btn-outline-danger" onClick=${() => setOpen(true)}>${t("cancel")}</button>
    ${open && html`<${Dialog} title=${t("cancel_ask")} close=${() => setOpen(false)}>
      <${Ask} booking=${booking} later=${later} done=${end} />
    <//>`}`;
}

/** @param {{booking: Schemas["BookingView"], later: any[], done: (outcome: any[]) => void}} props */
function Ask({ booking, later, done }) {
  const form = useForm({
    initial: { which: "one" },
    send: async ({ which }, key) => {
      if (which === "all") done((await post(`/v1/bookings/${booking.id}/series-cancellation`, {}, { key })).items);
      else done([{ booking: await post(`/v1/bookings/${booking.id}/cancellation`, {}, { key }), reasons: [] }]);
    },
  });
  return html`<p>${costNow(booking, t)}</p>
    ${booking.payments.length > 0 && html`<p>${t("cancel_back")}</p>`}
    <${Form} of=${form}>
      ${later.length > 0 && html`<${Choice} name="which" label=${t("cancel_which")} required options=${[
        ["one", t("cancel_one")],
        ["all", t("cancel_all", { count: later.length + 1 }), t("cancel_all_hint")],
      ]} />`}
      <${Submit} kind="danger">${t("cancel_go")}<//>
    <//>`;
}

/** What became of a series that was cancelled. @param {{outcome: any[]}} props */
export const Ended = ({ outcome }) =>
  html`<ul>
    ${outcome.map(({ booking, reasons }) => html`<li>${whenOf(booking.starts_at)}:${" "}
      ${reasons.length
        ? reasons.map((/** @type {any} */ reason) => reason.detail).join(" ")
        : booking.charged_percent
          ? t("ended_costs", { sum: sum(booking.charged_cents) })
          : t("ended_free")}</li>`)}
  </ul>`;
