/** Moving a booking: the other dates of the same offering, each to be quoted with what changes. */
import { useState } from "preact/hooks";

import texts from "#texts/bookings";

import { all } from "../../shared/api.js";
import { now, today } from "../../shared/clock.js";
import { daysAfter, money, whenOf } from "../../shared/format.js";
import { html } from "../../shared/html.js";
import { Loaded, useLoad } from "../../shared/load.js";
import { link } from "../../shared/router.js";
import { reader } from "../../shared/texts.js";

const t = reader(texts);
const DAYS = 56; // as far as sessions are made
const MOST = 20;

/** @typedef {import("./stage.js").Schemas} Schemas */

/** @param {{booking: Schemas["BookingView"], session: Schemas["SessionView"]}} props */
export function Move({ booking, session }) {
  const [open, setOpen] = useState(false);
  return html`<button type="button" class="btn btn-outline-primary" aria-expanded=${open} onClick=${() => setOpen(!open)}>${t("move")}</button>
    ${open && html`<${Dates} booking=${booking} session=${session} />`}`;
}

/** @param {{booking: Schemas["BookingView"], session: Schemas["SessionView"]}} props */
function Dates({ booking, session }) {
  const path = `/v1/offerings/${session.offering_id}/sessions?from_on=${today()}&to_on=${daysAfter(today(), DAYS)}`;
  const load = useLoad((signal) => all(path, { signal, anonymous: true }), [path]);
  return html`<div class="dates">
    <h2>${t("move_where")}</h2>
    <${Loaded} of=${load}>
      ${(/** @type {{items: Schemas["SessionView"][]}} */ { items }) => {
        const free = items.filter((one) => one.id !== booking.session_id && one.places_free > 0 && one.state === "open" && new Date(one.book_until_at) > now());
        if (!free.length) return html`<p class="nothing">${t("move_none")}</p>`;
        return html`<ul class="plain-list">
          ${free.slice(0, MOST).map((one) => html`<li key=${one.id}>
            <a href=${link(`/prenota/${one.id}?sposta=${booking.id}`)}>${whenOf(one.starts_at, one.ends_at)}</a>, ${money(one.price_cents)}
          </li>`)}
        </ul>`;
      }}
    <//>
  </div>`;
}
