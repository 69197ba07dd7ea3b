/** What a person has booked from today on, and cancelling it for them. */
import { useState } from "preact/hooks";

import texts from "#texts/desk-operator";

import { all, post } from "../../../shared/api.js";
import { costNow, isTooLate } from "../../../shared/bookings.js";
import { now } from "../../../shared/clock.js";
import { amount, sum, whenOf } from "../../../shared/format.js";
import { ActionButton } from "../../../shared/form.js";
import { html } from "../../../shared/html.js";
import { Loaded, useLoad } from "../../../shared/load.js";
import { reader, wordOf } from "../../../shared/texts.js";
import { Badge, Dialog, Facts, inItalian, Notice } from "../../../shared/ui.js";

const t = reader(texts);
const OPEN = ["booked", "requested"];

/** @typedef {import("../../../../build/pages/api").components["schemas"]["BookingView"]} Booking */

/** @param {{person: import("../served.js").Person}} props */
export function Bookings({ person }) {
  const [since] = useState(() => `${now().toISOString().slice(0, 19)}Z`);
  const load = useLoad((signal) => all(`/v1/people/${person.id}/bookings?since_at=${since}`, { signal }), [person.id]);
  const [asked, setAsked] = useState(/** @type {Booking | null} */ (null));
  const [cancelled, setCancelled] = useState(/** @type {Booking | null} */ (null));
  return html`${cancelled && html`<${Cancelled} key=${cancelled.id} booking=${cancelled} />`}
    <${Loaded} of=${load}>
      ${(/** @type {{items: Booking[]}} */ { items }) =>
        items.length
          ? html`<ul class="cards">
              ${items.map((booking) => html`<li key=${booking.id}><${Card} booking=${booking} cancel=${() => setAsked(booking)} /></li>`)}
            </ul>`
          : html`<p class="nothing">${t("bookings_none")}</p>`}
    <//>
    ${asked &&
    html`<${Dialog} title=${t("cancel_question")} close=${() => setAsked(null)}>
      <p><span lang=${inItalian}>${asked.title}</span>, ${whenOf(asked.starts_at, asked.ends_at)}</p>
      <p>${costNow(asked, t)}</p>
      <div class="buttons">
        ${!isTooLate(asked) && html`<${ActionButton} kind="danger" act=${async (/** @type {string} */ key) => {
          const done = await post(`/v1/bookings/${asked.id}/cancellation`, {}, { key });
          setAsked(null);
          setCancelled(done);
          load.again();
        }}>${t("cancel_now")}<//>`}
        <button type="button" class="btn btn-outline-primary" onClick=${() => setAsked(null)}>${t("keep_it")}</button>
      </div>
    <//>`}`;
}

/** @param {{booking: Booking, cancel: () => void}} props */
const Card = ({ booking, cancel }) =>
  html`<article class="box">
    <h3 lang=${inItalian}>${booking.title}</h3>
    <p>${whenOf(booking.starts_at, booking.ends_at)}</p>
    <p>${booking.provider_name} · <span lang=${inItalian}>${booking.place}</span></p>
    <p><${Badge} kind=${OPEN.includes(booking.state) ? "success" : "secondary"}>${wordOf(texts, "booking", booking.state)}<//></p>
    <${Facts} of=${[
      [t("by_voucher"), booking.payments.map((one) => amount(one.amount, one.unit)).join(" + ")],
      [t("own_money"), booking.own_cents ? sum(booking.own_cents) : ""],
    ]} />
    ${OPEN.includes(booking.state) &&
    html`<button type="button" class="btn btn-sm btn-outline-danger" onClick=${cancel}
      aria-label=${t("cancel_this", { what: booking.title, when: whenOf(booking.starts_at) })}>${t("cancel")}</button>`}
  </article>`;

/** @param {{booking: Booking}} props */
const Cancelled = ({ booking }) =>
  html`<${Notice} kind="success" focus=${true} title=${t("cancelled")}>
    <p>${booking.charged_percent ? t("cancelled_charged", {
      percent: booking.charged_percent, sum: sum(booking.charged_cents), own: sum(booking.own_due_cents),
    }) : t("cancelled_free")}</p>
  <//>`;
