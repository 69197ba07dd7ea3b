/** One booking: where it stands and what happened, what, where and when, what it costs, and what one can do with it. */
import { useState } from "preact/hooks";

import texts from "#texts/bookings";
import titles from "#texts/titles";

import { all, get } from "../../shared/api.js";
import { now } from "../../shared/clock.js";
import { dayOf, hours, sum, timeOf, whenOf } from "../../shared/format.js";
import { html } from "../../shared/html.js";
import { Loaded, useLoad } from "../../shared/load.js";
import { link } from "../../shared/router.js";
import { reader, wordOf } from "../../shared/texts.js";
import { Badge, Facts, Heading, inItalian, Notice, useTitle } from "../../shared/ui.js";
import { Cancel, Ended } from "../booking/cancel.js";
import { CheckInCode } from "../booking/code.js";
import { Delivered } from "../booking/delivered.js";
import { Money } from "../booking/money.js";
import { Move } from "../booking/move.js";
import { isAwaited, Returned } from "../booking/paying.js";
import { nameOf, peopleOf } from "../people.js";
import { When } from "../booking/plan.js";
import { KINDS } from "../booking/states.js";

const t = reader(texts);

/** @typedef {import("../booking/stage.js").Schemas} Schemas */

/** @param {{params: {id: string}, query: URLSearchParams, account: any}} props */
export default function Booking({ params, query, account }) {
  const load = useLoad((signal) => _known(params.id, account, signal), [params.id]);
  const booking = load.value?.booking;
  useTitle(booking && `${titles.booking}: ${booking.title}`);
  return html`<${Heading} lead=${booking && whenOf(booking.starts_at, booking.ends_at)}>
      ${booking ? html`<span lang=${inItalian}>${booking.title}</span>` : titles.booking}
    <//>
    <${Loaded} of=${load}>${(/** @type {any} */ known) => html`<${Known} known=${known} came=${query.get("pagamento")} again=${load.again} />`}<//>
    <p class="onward"><a href=${link("/prenotazioni")}>${t("to_bookings")}</a></p>`;
}

/** @param {{known: Awaited<ReturnType<typeof _known>>, came: string | null, again: () => void}} props */
function Known({ known, came, again }) {
  const { booking, session, own, vouchers, steps, notes, provider, later } = known;
  const [ended, setEnded] = useState(/** @type {any[] | null} */ (null));
  const [answered, setAnswered] = useState(false);
  const paying = isAwaited(own, came);
  const awaited = ["booked", "requested"].includes(booking.state) && new Date(booking.ends_at) > now();
  return html`${ended && html`<${Notice} kind="success" focus=${true} title=${t("cancelled")}><${Ended} outcome=${ended} /><//>`}
    ${answered && html`<${Notice} kind="success" focus=${true} title=${t("answered")} />`}
    <${Returned} ...${{ own, came, awaited: paying, again }} />
    <p><${Badge} kind=${KINDS[booking.state]}>${wordOf(texts, "state", booking.state)}<//></p>
    ${booking.state === "requested" && booking.respond_until_at && html`<p>${t("asked_until", { until: whenOf(booking.respond_until_at) })}</p>`}
    ${booking.moved_to && html`<p><a href=${link(`/prenotazioni/${booking.moved_to}`)}>${t("moved_to")}</a></p>`}
    ${booking.state === "recorded" && html`<${Delivered} booking=${booking} done=${() => {
      setAnswered(true);
      again();
    }} />`}
    <${Facts} of=${_facts(known)} />
    ${awaited && html`<div class="buttons">
      ${booking.state === "booked" && html`<${CheckInCode} bookingId=${booking.id} />`}
      ${session && html`<${Move} booking=${booking} session=${session} />`}
      <${Cancel} booking=${booking} later=${later} done=${(/** @type {any[]} */ outcome) => {
        setEnded(outcome);
        again();
      }} />
    </div>`}
    ${!awaited && session && html`<p><a class="btn btn-outline-primary" href=${link(`/offerte/${session.offering_id}`)}>${t("again")}</a></p>`}
    <${Money} booking=${booking} own=${own} vouchers=${vouchers} awaited=${paying} />
    <${Steps} booking=${booking} steps=${steps} />
    ${notes.length > 0 && html`<h2>${t("notes")}</h2>
      ${notes.map((/** @type {any} */ note) => html`<p key=${note.id}>
        <span class="small">${dayOf(note.at)}</span><br /><span lang=${inItalian}>${note.text}</span>
      </p>`)}`}
    ${provider && html`<h2>${t("contacts")}</h2>
      <p><a href=${link(`/cooperative/${provider.id}`)} lang=${inItalian}>${provider.name}</a><br />
        ${t("phone")} <a href=${`tel:${provider.phone.replaceAll(" ", "")}`}>${provider.phone}</a><br />
        ${t("email")} <a href=${`mailto:${provider.email}`}>${provider.email}</a></p>`}`;
}

/** What happened, with its dates, oldest first. @param {{booking: Schemas["BookingView"], steps: Schemas["BookingStepView"][]}} props */
const Steps = ({ booking, steps }) =>
  html`<h2>${t("steps")}</h2>
    <ol class="plain-list timeline">
      <li>
        <span class="small">${dayOf(booking.placed_at)}, ${timeOf(booking.placed_at)}</span><br />
        ${t(booking.respond_until_at ? "happened.requested" : "happened.placed")}
      </li>
      ${steps.map((step) => html`<li>
        <span class="small">${dayOf(step.at)}, ${timeOf(step.at)}</span><br />${wordOf(texts, "happened", step.kind)}
        ${step.minutes !== null && html` (${hours(step.minutes)})`}, ${wordOf(texts, "party", step.party)}
        ${step.reason && html`<br />«<span lang=${inItalian}>${step.reason}</span>»`}
      </li>`)}
    </ol>`;

/** @param {string} id @param {any} account @param {AbortSignal} signal */
async function _known(id, account, signal) {
  const path = `/v1/bookings/${id}`;
  /** @type {Schemas["BookingView"]} */
  const booking = await get(path, { signal });
  const [people, own, steps, notes, vouchers, session, series] = await Promise.all([
    peopleOf(account, signal),
    get(`${path}/own-money`, { signal }),
    all(`${path}/steps`, { signal }),
    all(`${path}/notes`, { signal }),
    booking.payments.length ? all(`/v1/people/${booking.person_id}/vouchers`, { signal }) : { items: [] },
    get(`/v1/sessions/${booking.session_id}`, { signal, anonymous: true }).catch(() => null),
    booking.together_id ? all(`/v1/people/${booking.person_id}/bookings`, { signal }) : { items: [] },
  ]);
  const provider = session && (await get(`/v1/providers/${session.provider_id}`, { signal, anonymous: true }));
  const later = series.items.filter((one) => one.together_id === booking.together_id && one.state === "booked" && one.starts_at > booking.starts_at);
  return {
    booking, people, session, provider, later,
    own: /** @type {Schemas["OwnMoneyView"]} */ (own),
    steps: steps.items, notes: notes.items, vouchers: vouchers.items,
  };
}

/** @param {Awaited<ReturnType<typeof _known>>} known @returns {[string, any][]} */
function _facts({ booking, people, session }) {
  const options = Object.entries(booking.options).map(([id, count]) => {
    const title = session?.options.find((/** @type {any} */ one) => one.id === id)?.title ?? t("option");
    return `${count} × ${title}`;
  });
  return [
    [t("for_whom"), nameOf(people, booking.person_id)],
    [t("when"), html`<${When} of=${booking} />`],
    [t("where"), html`<span lang=${inItalian}>${booking.place}</span>`],
    [t("provider"), html`<span lang=${inItalian}>${booking.provider_name}</span>`],
    [t("price"), sum(booking.price_cents)],
    [t("options"), options.length ? html`<span lang=${inItalian}>${options.join(", ")}</span>` : null],
    [t("guests"), booking.guests || null],
    [t("delivered"), booking.delivered_minutes && booking.state === "attended" ? hours(booking.delivered_minutes) : null],
  ];
}
