/** One's bookings and those of whom one acts for: what waits for an answer, what comes, what was asked, what is past. */
import { useState } from "preact/hooks";

import texts from "#texts/bookings";
import titles from "#texts/titles";

import { now, today } from "../../shared/clock.js";
import { isoDay, timeOf, whenOf } from "../../shared/format.js";
import { html } from "../../shared/html.js";
import { Loaded, useLoad } from "../../shared/load.js";
import { Month } from "../../shared/month.js";
import { link, note } from "../../shared/router.js";
import { reader, wordOf } from "../../shared/texts.js";
import { Badge, Heading, inItalian } from "../../shared/ui.js";
import { nameOf, ofEach, peopleOf } from "../people.js";
import { groupOf, KINDS, timesOf } from "../booking/states.js";

const t = reader(texts);
const PAST = 10;

/** @typedef {import("../booking/stage.js").Schemas["BookingView"]} Booking */
/** @typedef {import("../people.js").Someone} Someone */

/** @param {{query: URLSearchParams, account: any}} props */
export default function Bookings({ query, account }) {
  const load = useLoad(async (signal) => {
    const people = await peopleOf(account, signal);
    return { people, bookings: /** @type {Booking[]} */ (await ofEach(people, "bookings", signal)) };
  }, [account.id]);
  return html`<${Heading} lead=${t("lead")}>${titles.bookings}<//>
    <${Loaded} of=${load}>
      ${(/** @type {{people: Someone[], bookings: Booking[]}} */ { people, bookings }) => html`<${Known} people=${people} bookings=${bookings} query=${query} />`}
    <//>
    <p class="onward"><a href=${link("/attese")}>${titles.waiting}</a> · <a href=${link("/richieste-a-casa")}>${titles["home-requests"]}</a></p>`;
}

/** @param {{people: Someone[], bookings: Booking[], query: URLSearchParams}} props */
function Known({ people, bookings, query }) {
  const [whose, setWhose] = useState(query.get("chi") ?? "");
  const [view, setView] = useState(query.get("vista") === "mese" ? "mese" : "");
  const shown = bookings.filter((one) => !whose || one.person_id === whose);
  /** @param {string} id */
  const choose = (id) => {
    setWhose(id);
    note({ chi: id });
  };
  /** @param {string} next */
  const look = (next) => {
    setView(next);
    note({ vista: next });
  };
  return html`<div class="list-tools">
      ${people.length > 1 && html`<div class="field">
        <label for="whose">${t("whose")}</label>
        <select id="whose" class="form-control form-select" value=${whose} onChange=${(/** @type {any} */ event) => choose(event.currentTarget.value)}>
          <option value="">${t("everybody")}</option>
          ${people.map(({ id, name }) => html`<option value=${id}>${name}</option>`)}
        </select>
      </div>`}
      <div class="buttons" role="group" aria-label=${t("view")}>
        ${[["", "view_list"], ["mese", "view_month"]].map(([name, text]) => html`<button type="button" aria-pressed=${view === name}
          class="btn btn-sm ${view === name ? "btn-primary" : "btn-outline-primary"}" onClick=${() => look(name)}>${t(/** @type {any} */ (text))}</button>`)}
      </div>
    </div>
    ${view ? html`<${Calendar} bookings=${shown} people=${people} />` : html`<${Groups} bookings=${shown} people=${people} />`}`;
}

/** @param {{bookings: Booking[], people: Someone[]}} props */
function Groups({ bookings, people }) {
  const [most, setMost] = useState(PAST);
  const at = now().toISOString();
  /** @param {string} group */
  const of = (group) => bookings.filter((one) => groupOf(one, at) === group).sort((one, other) => one.starts_at.localeCompare(other.starts_at));
  const past = of("past").reverse();
  if (!bookings.length) {
    return html`<p class="nothing">${t("none")}</p>
      <p><a class="btn btn-primary" href=${link("/catalogo")}>${t("to_catalogue")}</a></p>`;
  }
  return html`
    <${Group} title=${t("group_answer")} of=${of("answer")} people=${people} />
    <${Group} title=${t("group_coming")} of=${of("coming")} people=${people} empty=${t("none_coming")} />
    <${Group} title=${t("group_asked")} of=${of("asked")} people=${people} />
    <${Group} title=${t("group_past")} of=${past.slice(0, most)} people=${people} />
    ${past.length > most && html`<button type="button" class="btn btn-outline-primary" onClick=${() => setMost(past.length)}>${t("past_all", { count: past.length })}</button>`}`;
}

/** @param {{title: string, of: Booking[], people: Someone[], empty?: string}} props */
function Group({ title, of, people, empty }) {
  if (!of.length && !empty) return null;
  return html`<h2>${title}</h2>
    ${!of.length && html`<p class="nothing">${empty}</p>`}
    <ul class="cards">${of.map((one) => html`<li key=${one.id}><${Card} booking=${one} people=${people} /></li>`)}</ul>`;
}

/** @param {{booking: Booking, people: Someone[]}} props */
const Card = ({ booking, people }) =>
  html`<article class="box">
    <h3><a href=${link(`/prenotazioni/${booking.id}`)} lang=${inItalian}>${booking.title}</a></h3>
    <p><strong>${whenOf(booking.starts_at, booking.ends_at)}</strong><br /><span lang=${inItalian}>${booking.place} · ${booking.provider_name}</span></p>
    <p><${Badge} kind=${KINDS[booking.state]}>${wordOf(texts, "state", booking.state)}<//>
      ${people.length > 1 && html` <${Badge}>${t("for", { name: nameOf(people, booking.person_id) })}<//>`}</p>
  </article>`;

/** @param {{bookings: Booking[], people: Someone[]}} props */
function Calendar({ bookings, people }) {
  const [month, setMonth] = useState(today().slice(0, 7));
  const items = bookings
    .flatMap((booking) => timesOf(booking).map(({ starts_at }) => ({ booking, starts_at })))
    .sort((one, other) => one.starts_at.localeCompare(other.starts_at))
    .map(({ booking, starts_at }) => ({
      key: booking.id + starts_at,
      on: isoDay(starts_at),
      address: link(`/prenotazioni/${booking.id}`),
      text: `${timeOf(starts_at)} ${booking.title}`,
      note: people.length > 1 ? nameOf(people, booking.person_id) : undefined,
      lang: inItalian,
    }));
  return html`<${Month} caption=${titles.bookings} empty=${t("none_month")} month=${month} turn=${setMonth} items=${items} />`;
}
