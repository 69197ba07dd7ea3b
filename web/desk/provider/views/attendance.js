/** Who comes on a day, for who welcomes them at the door with a phone in one hand: arrivals, attendance, notes. */
import { useState } from "preact/hooks";

import texts from "#texts/desk-provider-attendance";

import { all, post } from "../../../shared/api.js";
import { today } from "../../../shared/clock.js";
import { Field } from "../../../shared/fields.js";
import { Form, Submit, useForm } from "../../../shared/form.js";
import { dayOf, daysAfter, timeOf } from "../../../shared/format.js";
import { html } from "../../../shared/html.js";
import { Loaded, useLoad } from "../../../shared/load.js";
import { note } from "../../../shared/router.js";
import { reader } from "../../../shared/texts.js";
import { Heading, Notice, useTitle } from "../../../shared/ui.js";
import { Meeting } from "../attendance/meeting.js";
import { Paper } from "../attendance/paper.js";
import { useWorkers } from "../schedules/worker.js";

/** @typedef {import("../../../../build/pages/api").components["schemas"]["MeetingRosterView"]} Roster */
/** @typedef {import("../../../../build/pages/api").components["schemas"]["RosterEntryView"]} Entry */

const t = reader(texts);
const WEEK_AHEAD = 6; // with the day itself the longest that a roster is shown for

/** @param {{query: URLSearchParams, account: {roles: string[]}}} props */
export default function AttendancePage({ query, account }) {
  const [day, setDay] = useState(query.get("giorno") || today());
  const isToday = day === today();
  const workers = useWorkers({ asks: account.roles.includes("provider_manager") });
  const title = isToday ? texts.today_title : t("title_of", { day: dayOf(day) });
  useTitle(title);
  /** @param {string} next */
  const turn = (next) => {
    setDay(next);
    note({ giorno: next });
  };
  return html`<${Heading} lead=${t("lead")}>${title}<//>
    <${Days} day=${day} turn=${turn} />
    <${Meetings} key=${day} day=${day} isToday=${isToday} account=${account} workers=${workers.value} />`;
}

/** Those of a day: none stands under the name of another while that one is read. @param {{day: string, isToday: boolean, account: {roles: string[]}, workers?: import("../schedules/worker.js").Worker[]}} props */
function Meetings({ day, isToday, account, workers }) {
  const load = useLoad((signal) => all(`/v1/rosters?from_on=${day}&to_on=${day}`, { signal }), []);
  return html`${isToday && html`<${Arrival} seen=${load.again} />`}
    <${Loaded} of=${load}>
      ${(/** @type {{items: Roster[]}} */ { items }) =>
        items.length
          ? html`${items.map((roster) => html`<${Meeting} key=${roster.session_id + roster.starts_at} roster=${roster} account=${account} workers=${workers} again=${load.again} />`)}
              <${Paper} from=${day} to=${daysAfter(day, WEEK_AHEAD)} />`
          : html`<p class="nothing">${t("nothing")}</p>`}
    <//>`;
}

/** @param {{day: string, turn: (day: string) => void}} props */
const Days = ({ day, turn }) =>
  html`<div class="day-choice">
    <button type="button" class="btn btn-outline-primary" onClick=${() => turn(daysAfter(day, -1))}>${t("day_before")}</button>
    <div class="field">
      <label for="day">${t("day")}</label>
      <input id="day" type="date" class="form-control" value=${day}
        onChange=${(/** @type {any} */ event) => event.currentTarget.value && turn(event.currentTarget.value)} />
    </div>
    <button type="button" class="btn btn-outline-primary" onClick=${() => turn(daysAfter(day, 1))}>${t("day_after")}</button>
  </div>`;

/** Somebody shows a code at the door. @param {{seen: () => void}} props */
function Arrival({ seen }) {
  const [here, setHere] = useState(/** @type {Entry | null} */ (null));
  const form = useForm({
    initial: { code: "" },
    send: async ({ code }) => {
      setHere(await post("/v1/check-ins", { token: code }));
      form.reset();
      seen();
    },
  });
  return html`<section class="box arrival">
    <${Form} of=${form}>
      ${here && html`<${Notice} kind="success" focus=${true} key=${here.booking_id}>${_welcome(here)}<//>`}
      <${Field} name="code" label=${t("by_code")} hint=${t("by_code_hint")} autocomplete="off" autocapitalize="none" spellcheck="false" maxlength="200" required />
      <${Submit}>${t("check_in_code")}<//>
    <//>
  </section>`;
}

/** @param {Entry} here */
const _welcome = (here) => t("arrived", { name: here.person_given_name, time: timeOf(here.checked_in_at ?? here.starts_at) });
