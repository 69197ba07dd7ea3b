/** What one has to do and when, oneself and the people one acts for; and the same in the calendar of one's telephone. */
import { useState } from "preact/hooks";

import texts from "#texts/calendar";
import titles from "#texts/titles";

import { all } from "../../shared/api.js";
import { now, today } from "../../shared/clock.js";
import { daysAfter, isoDay, timeOf, whenOf } from "../../shared/format.js";
import { html } from "../../shared/html.js";
import { Loaded, useLoad } from "../../shared/load.js";
import { Month } from "../../shared/month.js";
import { link } from "../../shared/router.js";
import { reader } from "../../shared/texts.js";
import { Heading, inItalian } from "../../shared/ui.js";
import { timesOf } from "../booking/states.js";
import { Feeds } from "../calendar/feeds.js";
import { peopleOf } from "../people.js";

/** @typedef {import("../../../build/pages/api").components["schemas"]["BookingView"]} Booking */
/** @typedef {import("../people.js").Someone} Someone */
/** @typedef {{id: string, startsAt: string, endsAt: string, title: string, place: string, isAsked: boolean, whose: string}} Appointment */

const t = reader(texts);
const NEXT = 5;
const LONGEST_DAYS = 200; // a course that began so long ago may still have meetings

/** @param {{account: import("../../shared/account.js").Account}} props */
export default function Calendar({ account }) {
  const present = today().slice(0, 7);
  const [month, setMonth] = useState(present);
  const earliest = month < present ? month : present;
  const people = useLoad((signal) => peopleOf(account, signal), []);
  const load = useLoad(
    async (signal) => (people.value ? _appointments(people.value, daysAfter(`${earliest}-01`, -LONGEST_DAYS), signal) : undefined),
    [people.value, earliest],
  );
  return html`<${Heading} lead=${t("lead")}>${titles.calendar}<//>
    <${Loaded} of=${people.problem ? people : load}>${(/** @type {Appointment[]} */ appointments) => html`
      <${Next} of=${appointments.filter(({ endsAt }) => endsAt > now().toISOString()).slice(0, NEXT)} />
      <${Month} caption=${t("month")} empty=${t("month_empty")} month=${month} turn=${setMonth} items=${appointments.map(_item)} />
    `}<//>
    ${people.value && html`<${Feeds} people=${people.value} own=${account.id} />`}`;
}

/** @param {{of: Appointment[]}} props */
const Next = ({ of }) =>
  html`<h2>${t("next")}</h2>
    ${of.length === 0 &&
    html`<p class="nothing">${t("next_none")}</p>
      <p><a href=${link("/catalogo")}>${t("to_catalogue")}</a></p>`}
    <ul class="plain-list appointments">
      ${of.map(
        (one) => html`<li key=${one.id + one.startsAt}>
          <a href=${link(`/prenotazioni/${one.id}`)} lang=${inItalian}>${one.title}</a>
          <span>${whenOf(one.startsAt, one.endsAt)}</span>
          <span lang=${inItalian}>${one.place}</span>
          <span>${[one.whose, one.isAsked && t("asked")].filter(Boolean).join(" · ")}</span>
        </li>`,
      )}
    </ul>`;

/** @param {Appointment} one @returns {import("../../shared/month.js").Item} */
const _item = (one) => ({
  key: one.id + one.startsAt,
  on: isoDay(one.startsAt),
  address: link(`/prenotazioni/${one.id}`),
  text: `${timeOf(one.startsAt)} ${one.title}`,
  note: [one.whose, one.isAsked && t("asked")].filter(Boolean).join(" · "),
  lang: inItalian,
});

/** Every meeting of everybody's bookings from a day on, in order of time. @param {Someone[]} people @param {string} since @param {AbortSignal} signal */
async function _appointments(people, since, signal) {
  const found = await Promise.all(
    people.map(async (person, at) => {
      const { items } = await all(`/v1/people/${person.id}/bookings?since_at=${since}T00:00:00Z`, { signal });
      return items.flatMap((booking) => _meetings(booking, at ? t("for", { name: person.given_name }) : ""));
    }),
  );
  return found.flat().sort((one, other) => one.startsAt.localeCompare(other.startsAt));
}

/** What a booking is in a calendar. @param {Booking} booking @param {string} whose @returns {Appointment[]} */
function _meetings(booking, whose) {
  return timesOf(booking).map(({ starts_at: startsAt, ends_at: endsAt }) => ({
    id: booking.id,
    startsAt,
    endsAt,
    title: booking.title,
    place: `${booking.provider_name}, ${booking.place}`,
    isAsked: booking.state === "requested",
    whose,
  }));
}
