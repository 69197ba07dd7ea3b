/** What is asked of the cooperative: bookings that wait for a yes, the most urgent first, and help at home. */
import { useState } from "preact/hooks";

import texts from "#texts/desk-provider-requests";
import titles from "#texts/desk-provider";

import { all, get, post } from "../../../shared/api.js";
import { ActionButton } from "../../../shared/form.js";
import { hours, money, shortDayOf, whenOf } from "../../../shared/format.js";
import { html } from "../../../shared/html.js";
import { Loaded, useLoad } from "../../../shared/load.js";
import { link } from "../../../shared/router.js";
import { reader, wordOf } from "../../../shared/texts.js";
import { Badge, Facts, Heading, inItalian } from "../../../shared/ui.js";
import { ReasonButton } from "../../parts/reason.js";
import { useSaid } from "../../parts/said.js";

/** @typedef {import("../../../../build/pages/api").components["schemas"]["BookingView"]} Booking */
/** @typedef {import("../../../../build/pages/api").components["schemas"]["HomeRequestView"]} HomeRequest */
/** @typedef {{line: {id: string, person_given_name: string}, booking: Booking}} Request */

const t = reader(texts);

export default function RequestsPage() {
  const { said, say } = useSaid();
  const [gone, setGone] = useState(/** @type {string[]} */ ([])); // the list itself follows a second or so behind
  const load = useLoad(_requests, []);
  /** @param {string} id @param {string} told */
  const answered = (id, told) => {
    say(told);
    setGone([...gone, id]);
  };
  return html`<${Heading} lead=${t("lead")}>${titles.requests}<//>
    ${said}
    <h2>${t("bookings")}</h2>
    <${Loaded} of=${load}>
      ${(/** @type {Request[]} */ requests) => {
        const open = requests.filter(({ line }) => !gone.includes(line.id));
        if (!open.length) return html`<p class="nothing">${t("no_bookings")}</p>`;
        return html`<ul class="cards">${open.map((request) => html`<li key=${request.line.id} class="box"><${Asked} request=${request} answered=${answered} /></li>`)}</ul>`;
      }}
    <//>
    <h2>${t("home")}</h2>
    <${HomeRequests} />`;
}

/** The list says who; what and when is in each booking. @param {AbortSignal} signal @returns {Promise<Request[]>} */
async function _requests(signal) {
  const { items } = await all("/v1/booking-requests", { signal });
  return Promise.all(items.map(async (line) => ({ line, booking: await get(`/v1/bookings/${line.id}`, { signal }) })));
}

/** @param {{request: Request, answered: (id: string, told: string) => void}} props */
function Asked({ request: { line, booking }, answered }) {
  const name = line.person_given_name;
  return html`<h3>${name}</h3>
    <p><strong lang=${inItalian}>${booking.title}</strong><br />${whenOf(booking.starts_at, booking.ends_at)}</p>
    <${Facts} of=${[
      [t("answer_until"), booking.respond_until_at && whenOf(booking.respond_until_at)],
      [t("price"), money(booking.price_cents)],
      [t("guests"), booking.guests ? String(booking.guests) : ""],
    ]} />
    <div class="buttons">
      <${ActionButton} label=${t("accept_of", { name })} act=${async (/** @type {string} */ key) => {
        await post(`/v1/bookings/${line.id}/acceptance`, {}, { key });
        answered(line.id, t("accepted", { name }));
      }}>${t("accept")}<//>
      <${Decline} name=${name} done=${() => answered(line.id, t("declined", { name }))}
        send=${(/** @type {any} */ { reason }, /** @type {string} */ key) => post(`/v1/bookings/${line.id}/decline`, { reason }, { key })} />
    </div>`;
}

/** A no to somebody has a reason. @param {{name: string, send: (values: Record<string, any>, key: string) => Promise<unknown>, done: () => void}} props */
export const Decline = ({ name, send, done }) =>
  html`<${ReasonButton} name=${t("decline")} title=${t("decline_of", { name })} step=${t("decline_do")} hint=${t("reason_hint")} kind="outline-danger" send=${send} done=${done} />`;

function HomeRequests() {
  const load = useLoad((signal) => all("/v1/home-requests", { signal }), []);
  return html`<${Loaded} of=${load}>
    ${(/** @type {{items: HomeRequest[]}} */ { items }) =>
      items.length
        ? html`<ul class="cards">
            ${items.map(
              (one) => html`<li key=${one.id} class="box">
                <h3>${one.person_given_name} <${Badge} kind=${one.state === "asked" ? "warning" : "secondary"}>${wordOf(texts, "home_state", one.state)}<//></h3>
                <p>${t("a_week", { hours: hours(one.week_minutes) })}<br />${shortDayOf(one.from_on)} – ${shortDayOf(one.to_on)}</p>
                ${one.state === "asked" && html`<p>${t("answer_until")}: <strong>${whenOf(one.answer_until_at)}</strong></p>`}
                <p><a href=${link(`/desk/richieste/${one.id}`)}>${t("open")}<span class="visually-hidden">: ${one.person_given_name}</span></a></p>
              </li>`,
            )}
          </ul>`
        : html`<p class="nothing">${t("no_home")}</p>`}
  <//>`;
}
