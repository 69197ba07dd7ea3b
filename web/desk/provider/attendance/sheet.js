/** The sheet of a meeting: how long each person was there. What was marked stays until it is recorded. */
import { useEffect, useState } from "preact/hooks";

import texts from "#texts/desk-provider-attendance";

import { post } from "../../../shared/api.js";
import { now } from "../../../shared/clock.js";
import { Choice, Field } from "../../../shared/fields.js";
import { Form, Submit, useForm, useLeaveGuard } from "../../../shared/form.js";
import { timeOf } from "../../../shared/format.js";
import { html } from "../../../shared/html.js";
import { reader } from "../../../shared/texts.js";
import { Notice } from "../../../shared/ui.js";

/** @typedef {import("../../../../build/pages/api").components["schemas"]["MeetingRosterView"]} Roster */
/** @typedef {import("../../../../build/pages/api").components["schemas"]["RosterEntryView"]} Entry */
/** @typedef {import("../../../../build/pages/api").components["schemas"]["RecordedView"]} Recorded */

const t = reader(texts);

/** @param {{roster: Roster, again: () => void}} props */
export function Sheet({ roster, again }) {
  const [answer, setAnswer] = useState({ told: /** @type {Recorded[]} */ ([]), turn: 0 });
  const [correcting, setCorrecting] = useState(false);
  if (now().getTime() < Date.parse(roster.starts_at)) return html`<p class="small">${t("not_yet", { time: timeOf(roster.starts_at) })}</p>`;
  const recorded = roster.lines.filter((entry) => entry.state === "recorded");
  const open = roster.lines.filter((entry) => entry.state === "booked" || (correcting && entry.state === "recorded"));
  /** @param {Recorded[]} told */
  const done = (told) => {
    setAnswer({ told, turn: answer.turn + 1 });
    setCorrecting(false);
    again();
  };
  return html`<${Outcome} key=${answer.turn} answer=${answer.told} lines=${roster.lines} />
    ${open.length > 0 && html`<${Marks} key=${String(correcting)} roster=${roster} open=${open} done=${done} />`}
    ${recorded.length > 0 &&
    !correcting &&
    html`<p><button type="button" class="btn btn-outline-primary" onClick=${() => setCorrecting(true)}>${t("change")}</button></p>`}`;
}

/** @param {{roster: Roster, open: Entry[], done: (told: Recorded[]) => void}} props */
function Marks({ roster, open, done }) {
  const form = useForm({
    initial: {},
    check: (values) => (_marked(open, values).length ? {} : { [_mark(open[0])]: t("nothing_marked") }),
    send: async (values, key) => {
      const lines = _marked(open, values).map((entry) => ({ booking_id: entry.booking_id, delivered_minutes: _minutesOf(entry, values) }));
      const { lines: told } = await post(`/v1/sessions/${roster.session_id}/attendance`, { lines }, { key });
      form.reset();
      done(told);
    },
  });
  const marked = _marked(open, form.values);
  useLeaveGuard(marked.some((entry) => !_isProposed(entry, form.values)));
  useEffect(() => {
    // Who was seen to arrive is proposed as present, unless somebody said otherwise.
    for (const entry of open) if (_isProposed(entry, { [_mark(entry)]: "present" }) && !form.values[_mark(entry)]) form.set(_mark(entry), "present");
  }, [roster]);
  return html`<${Form} of=${form}>
    ${form.problem?.status === 0 && html`<p class="kept" role="status">${t("kept")}</p>`}
    ${open.map((entry) => html`<${Mark} key=${entry.booking_id} entry=${entry} values=${form.values} />`)}
    <p role="status" class="small">${marked.length ? t("marked", { count: marked.length }) : ""}</p>
    <div class="buttons">
      ${marked.length < open.length &&
      html`<button type="button" class="btn btn-outline-primary"
        onClick=${() => open.filter((entry) => !marked.includes(entry)).forEach((entry) => form.set(_mark(entry), "present"))}>
        ${t("whole_sheet")}
      </button>`}
      <${Submit}>${t("record")}<//>
    </div>
  <//>`;
}

/** Three big buttons, and minutes only where they are needed. @param {{entry: Entry, values: Record<string, any>}} props */
function Mark({ entry, values }) {
  const name = entry.person_given_name;
  return html`<div class="attendance-mark">
    <${Choice} name=${_mark(entry)} label=${t("presence", { name })} inline
      options=${[["present", t("present")], ["part", t("part")], ["absent", t("absent")]]} />
    ${values[_mark(entry)] === "part" &&
    html`<${Field} name=${_minutes(entry)} label=${t("minutes", { name })} hint=${t("minutes_hint", { most: entry.planned_minutes })}
      type="number" inputmode="numeric" min="1" step="1" max=${entry.planned_minutes} required />`}
  </div>`;
}

/** What became of each line. @param {{answer: Recorded[], lines: Entry[]}} props */
function Outcome({ answer, lines }) {
  const refused = answer.filter((one) => one.reasons.length);
  const done = answer.length - refused.length;
  /** @param {string} id */
  const nameOf = (id) => lines.find((entry) => entry.booking_id === id)?.person_given_name;
  return html`${done > 0 && html`<${Notice} kind="success" focus=${!refused.length}>${t("recorded", { count: done })}<//>`}
    ${refused.length > 0 &&
    html`<${Notice} kind="danger" focus=${true} title=${t("refused")}>
      <ul>
        ${refused.map((one) => html`<li>${nameOf(one.booking_id)}: ${one.reasons.map((reason) => `${reason.detail} ${reason.remedy ?? ""}`).join(" ")}</li>`)}
      </ul>
    <//>`}`;
}

/** @param {Entry} entry */
const _mark = (entry) => `mark-${entry.booking_id}`;

/** @param {Entry} entry */
const _minutes = (entry) => `minutes-${entry.booking_id}`;

/** @param {Entry[]} open @param {Record<string, any>} values */
const _marked = (open, values) => open.filter((entry) => values[_mark(entry)]);

/** @param {Entry} entry @param {Record<string, any>} values */
const _isProposed = (entry, values) => Boolean(entry.checked_in_at) && entry.state === "booked" && values[_mark(entry)] === "present";

/** @param {Entry} entry @param {Record<string, any>} values */
function _minutesOf(entry, values) {
  const mark = values[_mark(entry)];
  if (mark === "absent") return 0;
  // Of a course, "was there" is what its check-ins add up to, once there are any.
  return mark === "part" ? Number(values[_minutes(entry)]) : entry.proposed_minutes || entry.planned_minutes;
}
