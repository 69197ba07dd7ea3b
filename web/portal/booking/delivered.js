/** What the cooperative says was delivered: the family agrees, or says that it was less. */
import { useState } from "preact/hooks";

import texts from "#texts/bookings";

import { post } from "../../shared/api.js";
import { Field } from "../../shared/fields.js";
import { ActionButton, Form, Submit, useForm } from "../../shared/form.js";
import { hours, shortDayOf } from "../../shared/format.js";
import { html } from "../../shared/html.js";
import { reader } from "../../shared/texts.js";
import { Notice } from "../../shared/ui.js";

const t = reader(texts);

/** @param {{booking: import("./stage.js").Schemas["BookingView"], done: () => void}} props */
export function Delivered({ booking, done }) {
  const [less, setLess] = useState(false);
  const path = `/v1/bookings/${booking.id}`;
  const recorded = booking.recorded_minutes ?? 0;
  return html`<${Notice} kind="warning" title=${t("recorded", { time: hours(recorded) })}>
      <p>${t("recorded_ask")} ${booking.confirm_until_at && t("recorded_until", { day: shortDayOf(booking.confirm_until_at) })}</p>
    <//>
    <div class="buttons">
      <${ActionButton} act=${(/** @type {string} */ key) => post(`${path}/confirmation`, {}, { key }).then(done)}>${t("recorded_yes")}<//>
      <button type="button" class="btn btn-outline-primary" aria-expanded=${less} onClick=${() => setLess(!less)}>${t("recorded_no")}</button>
    </div>
    ${less && html`<${Less} path=${path} recorded=${recorded} done=${done} />`}`;
}

/** @param {{path: string, recorded: number, done: () => void}} props */
function Less({ path, recorded, done }) {
  const form = useForm({
    initial: { delivered_minutes: "", reason: "" },
    send: (values, key) => post(`${path}/contest`, { delivered_minutes: Number(values.delivered_minutes), reason: values.reason }, { key }).then(done),
  });
  return html`<${Form} of=${form}>
    <${Field} name="delivered_minutes" type="number" inputmode="numeric" min="0" max=${recorded - 1} label=${t("less_minutes")} hint=${t("less_hint")} required />
    <${Field} name="reason" maxlength="200" label=${t("less_reason")} hint=${t("less_reason_hint")} required />
    <${Submit}>${t("less_go")}<//>
  <//>`;
}
