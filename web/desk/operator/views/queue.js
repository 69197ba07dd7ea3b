/** Who has an appointment at one's own Social Point: the name to call out, who is here already, how it ended. */
import { useEffect, useRef, useState } from "preact/hooks";

import texts from "#texts/desk-operator";

import { get, post } from "../../../shared/api.js";
import { today } from "../../../shared/clock.js";
import { daysAfter, dayOf, hours, timeOf } from "../../../shared/format.js";
import { ActionButton } from "../../../shared/form.js";
import { html } from "../../../shared/html.js";
import { Loaded, useLoad } from "../../../shared/load.js";
import { link, note } from "../../../shared/router.js";
import { reader, wordOf } from "../../../shared/texts.js";
import { Badge, Heading } from "../../../shared/ui.js";

const t = reader(texts);
const BOOKED = "booked";

/** @typedef {import("../../../../build/pages/api").components["schemas"]["QueuedView"]} Queued */

/** @param {{query: URLSearchParams}} props */
export default function Queue({ query }) {
  const [present] = useState(today);
  const [on, setOn] = useState(query.get("giorno") || present);
  /** @param {string} day */
  const turn = (day) => {
    if (!day) return;
    setOn(day);
    note({ giorno: day === present ? "" : day });
  };
  return html`<${Heading} lead=${t("queue_lead")}>${texts.queue}<//>
    <div class="day-turn">
      <div class="field">
        <label for="queue-day">${t("day")}</label>
        <input id="queue-day" type="date" class="form-control" value=${on} onChange=${(/** @type {any} */ event) => turn(event.currentTarget.value)} />
      </div>
      <button type="button" class="btn btn-sm btn-outline-primary" onClick=${() => turn(daysAfter(on, -1))}>${t("day_before")}</button>
      <button type="button" class="btn btn-sm btn-outline-primary" onClick=${() => turn(daysAfter(on, 1))}>${t("day_after")}</button>
    </div>
    <h2>${dayOf(on)}</h2>
    <${Appointments} key=${on} on=${on} />
    <p><a class="btn btn-primary" href=${link("/desk/persone")}>${texts.people}</a></p>`;
}

/** Those of a day: none stands under the name of another while that one is read. @param {{on: string}} props */
function Appointments({ on }) {
  const load = useLoad((signal) => get(`/v1/desk-queue?on=${on}`, { signal }), []);
  return html`<${Loaded} of=${load}>
    ${(/** @type {{items: Queued[]}} */ { items }) => html`<p role="status">${items.length ? t("queue_count", { count: items.length }) : t("queue_none")}</p>
      <ol class="cards">
        ${items.map((one) => html`<li key=${one.booking_id}><${Appointment} queued=${one} again=${load.again} /></li>`)}
      </ol>`}
  <//>`;
}

/** After something was done the focus is on what comes next with the same person. @param {{queued: Queued, again: () => void}} props */
function Appointment({ queued, again }) {
  const box = useRef(/** @type {HTMLElement | null} */ (null));
  const acted = useRef(false);
  const stage = `${queued.state} ${queued.checked_in_at}`;
  useEffect(() => {
    if (acted.current) (box.current?.querySelector("button") ?? box.current?.querySelector("h3"))?.focus();
    acted.current = false;
  }, [stage]);
  const name = `${queued.person_given_name} ${queued.person_family_initial}.`;
  /** @param {number} minutes */
  const recorded = (minutes) => async (/** @type {string} */ key) => {
    await post(`/v1/bookings/${queued.booking_id}/attendance`, { delivered_minutes: minutes }, { key });
    acted.current = true;
    again();
  };
  return html`<article class="box" ref=${box}>
    <h3 tabindex="-1">${timeOf(queued.starts_at)}–${timeOf(queued.ends_at)} · ${name}</h3>
    <p role="status"><${Badge} kind=${queued.checked_in_at ? "success" : "secondary"}>${_standing(queued)}<//></p>
    ${queued.state === BOOKED &&
    html`<div class="buttons">
      ${queued.checked_in_at
        ? html`<${ActionButton} small label=${t("served_this", { name })} act=${recorded(queued.planned_minutes)}>${t("served")}<//>`
        : html`<${ActionButton} small label=${t("arrived_this", { name })} act=${async () => {
              await post("/v1/check-ins", { booking_id: queued.booking_id });
              acted.current = true;
              again();
            }}>${t("arrived")}<//>
            <${ActionButton} small kind="outline-danger" label=${t("missed_this", { name })} act=${recorded(0)}>${t("missed")}<//>`}
    </div>`}
  </article>`;
}

/** @param {Queued} queued */
function _standing(queued) {
  if (queued.recorded_minutes) return t("served_for", { hours: hours(queued.recorded_minutes) });
  if (queued.state === BOOKED && queued.checked_in_at) return t("here_since", { time: timeOf(queued.checked_in_at) });
  return queued.state === BOOKED ? t("expected") : wordOf(texts, "booking", queued.state);
}
