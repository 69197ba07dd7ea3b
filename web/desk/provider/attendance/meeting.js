/** One meeting of a day: who is expected and who has arrived, and below it the sheet that records how long they were. */
import { useState } from "preact/hooks";

import texts from "#texts/desk-provider-attendance";

import { post } from "../../../shared/api.js";
import { now, today } from "../../../shared/clock.js";
import { ActionButton } from "../../../shared/form.js";
import { hours, isoDay, timeOf } from "../../../shared/format.js";
import { html } from "../../../shared/html.js";
import { link } from "../../../shared/router.js";
import { reader, wordOf } from "../../../shared/texts.js";
import { Badge, inItalian } from "../../../shared/ui.js";
import { Charge } from "../money/charge.js";
import { workerName } from "../schedules/worker.js";
import { Notes } from "./notes.js";
import { Sheet } from "./sheet.js";

/** @typedef {import("../../../../build/pages/api").components["schemas"]["MeetingRosterView"]} Roster */
/** @typedef {import("../../../../build/pages/api").components["schemas"]["RosterEntryView"]} Entry */
/** @typedef {{roles: string[]}} Account */

const t = reader(texts);

/** @param {{roster: Roster, account: Account, workers?: import("../schedules/worker.js").Worker[], again: () => void}} props workers: none where only managers know them */
export function Meeting({ roster, account, workers = [], again }) {
  const isOff = roster.state === "cancelled";
  return html`<div class="box meeting">
    <h2>${timeOf(roster.starts_at)}–${timeOf(roster.ends_at)} <a href=${link(`/desk/date/${roster.session_id}`)} lang=${inItalian}>${roster.title}</a></h2>
    <p>
      <span lang=${inItalian}>${roster.place}</span> · ${t("places", { taken: roster.places_taken, places: roster.places_max })}
      ${workers.length > 0 && roster.worker_id && ` · ${workerName(workers, roster.worker_id)}`}
      ${isOff && html` <${Badge} kind="danger">${t("cancelled")}<//>`}
    </p>
    ${roster.lines.length
      ? html`<ul class="plain-list roster">
          ${roster.lines.map((entry) => html`<li key=${entry.booking_id}><${Line} entry=${entry} roster=${roster} account=${account} again=${again} /></li>`)}
        </ul>`
      : html`<p class="nothing">${t("nobody")}</p>`}
    ${roster.lines.length > 0 && !isOff && html`<${Sheet} roster=${roster} again=${again} />`}
  </div>`;
}

/** @param {{entry: Entry, roster: Roster, account: Account, again: () => void}} props */
function Line({ entry, roster, account, again }) {
  const [notes, setNotes] = useState(false);
  const name = entry.person_given_name;
  return html`<p class="roster-name">
      <strong>${name}</strong>
      ${entry.guests > 0 && html` · ${t("guests", { count: entry.guests })}`}
      ${Object.entries(entry.options).map(([title, count]) => html` · <span lang=${inItalian}>${title}</span> × ${count}`)}
    </p>
    <p class="roster-state">
      ${entry.checked_in_at && html`<${Badge} kind="success">${t("is_here", { time: timeOf(entry.checked_in_at) })}<//> `}
      ${entry.state !== "booked" && html`<${Badge} kind=${_kind(entry.state)}>${wordOf(texts, "state", entry.state)}<//> `}
      ${entry.recorded_minutes !== null && t("hours_recorded", { hours: hours(entry.recorded_minutes) })}
    </p>
    <${Charge} id=${entry.booking_id} of=${entry} account=${account} done=${again} />
    <div class="roster-actions">
      ${!entry.checked_in_at && entry.state === "booked" && _isSoon(roster) && html`<${CheckIn} entry=${entry} again=${again} />`}
      <button type="button" class="btn btn-outline-primary" aria-label=${t("notes_of", { name })} onClick=${() => setNotes(true)}>${t("notes")}</button>
    </div>
    ${notes && html`<${Notes} entry=${entry} close=${() => setNotes(false)} />`}`;
}

/** From the list: for who has no code with them. @param {{entry: Entry, again: () => void}} props */
const CheckIn = ({ entry, again }) =>
  html`<${ActionButton} label=${t("check_in_of", { name: entry.person_given_name })}
    act=${async () => {
      await post("/v1/check-ins", { booking_id: entry.booking_id, meeting_at: entry.starts_at });
      again();
    }}>${t("check_in")}<//>`;

const CHECK_IN_MINUTES = 60; // before the meeting, as the platform opens it

/** @param {Roster} roster */
const _isSoon = (roster) =>
  roster.state === "open" && now().getTime() >= Date.parse(roster.starts_at) - CHECK_IN_MINUTES * 60_000 && today() === isoDay(roster.starts_at);

/** @param {string} state */
const _kind = (state) => ({ absent: "danger", contested: "danger", requested: "warning" })[state] ?? "success";
