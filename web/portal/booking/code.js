/** The code that is shown at the door: to be scanned, or read aloud. */
import { useState } from "preact/hooks";

import texts from "#texts/bookings";

import { get } from "../../shared/api.js";
import { html } from "../../shared/html.js";
import { Loaded, useLoad } from "../../shared/load.js";
import { QrCode } from "../../shared/qr.js";
import { reader } from "../../shared/texts.js";
import { Dialog } from "../../shared/ui.js";

const t = reader(texts);

/** @param {{bookingId: string}} props */
export function CheckInCode({ bookingId }) {
  const [open, setOpen] = useState(false);
  return html`<button type="button" class="btn btn-primary" onClick=${() => setOpen(true)}>${t("code_show")}</button>
    ${open && html`<${Dialog} title=${t("code")} close=${() => setOpen(false)}><${Shown} bookingId=${bookingId} /><//>`}`;
}

/** @param {{bookingId: string}} props */
function Shown({ bookingId }) {
  const load = useLoad((signal) => get(`/v1/bookings/${bookingId}/check-in-code`, { signal }), [bookingId]);
  return html`<${Loaded} of=${load}>
    ${(/** @type {{token: string, spelt: string}} */ { token, spelt }) => html`<p>${t("code_how")}</p>
      <div class="door"><${QrCode} text=${token} label=${t("code_picture")} /></div>
      <p class="spelt">${spelt}</p>`}
  <//>`;
}
