/** The fields of a week: days with their hours, how many come, and under which conditions. */
import texts from "#texts/desk-provider-schedules";

import { Check, Field, Select } from "../../../shared/fields.js";
import { html } from "../../../shared/html.js";
import { reader, wordOf } from "../../../shared/texts.js";
import { WEEK } from "../../parts/week.js";
import { WorkerField } from "./worker.js";

const t = reader(texts);
const ROWS_MAX = 6;
const NTHS = ["1", "2", "3", "4", "5"];

/** @param {{form: import("../../../shared/form.js").FormState, kind?: string}} props */
export const WeekFields = ({ form, kind = "group" }) =>
  html`<${WeekRows} form=${form} />
    <div class="fields">
      <${Field} name="places_max" type="number" inputmode="numeric" min="1" max="1000" label=${t("places_max")} required />
      <${Lengths} required=${kind === "slots"} hint=${t(kind === "slots" ? "slots_minutes_hint" : "session_minutes_hint")} />
      <${Field} name="place" maxlength="80" label=${t("place")} hint=${t("place_hint")} />
      <${WorkerField} />
    </div>
    <details>
      <summary>${t("terms")}</summary>
      <${Check} name="asks" label=${t("asks")} hint=${t("asks_hint")} />
      <div class="fields">
        ${form.values.asks && html`<${Field} name="respond_hours" type="number" inputmode="numeric" min="1" max="336" label=${t("respond_hours")} required />`}
        <${Field} name="cancel_hours" type="number" inputmode="numeric" min="0" max="720" label=${t("cancel_hours")} required />
        <${Field} name="no_show_percent" type="number" inputmode="numeric" min="0" max="100" label=${t("no_show_percent")} required />
        <${Field} name="guests_max" type="number" inputmode="numeric" min="0" max="100" label=${t("guests_max")} required />
      </div>
    </details>`;

/** The days and hours alone. @param {{form: import("../../../shared/form.js").FormState}} props */
export function WeekRows({ form }) {
  const rows = /** @type {number[]} */ (form.values.rows);
  /** @param {number} row */
  const remove = (row) => {
    const left = rows.filter((one) => one !== row);
    form.set("rows", left);
    document.getElementById(`row-${left.at(-1)}`)?.focus();
  };
  return html`${rows.map((row, at) => html`<${Row} key=${row} row=${row} number=${at + 1} remove=${rows.length > 1 && (() => remove(row))} />`)}
    ${rows.length < ROWS_MAX &&
    html`<p><button type="button" class="btn btn-outline-primary btn-sm" onClick=${() => form.set("rows", [...rows, Math.max(...rows) + 1])}>${t("add_row")}</button></p>`}`;
}

/** How long a session is, and how long until the next. @param {{required: boolean, hint: string}} props */
export const Lengths = ({ required, hint }) =>
  html`<${Field} name="session_minutes" type="number" inputmode="numeric" min="15" max="1440" step="5" label=${t("session_minutes")} hint=${hint} required=${required} />
    <${Field} name="buffer_minutes" type="number" inputmode="numeric" min="0" max="1440" step="5" label=${t("buffer_minutes")} required />`;

/** Days that have the same hours. @param {{row: number, number: number, remove: false | (() => void)}} props */
const Row = ({ row, number, remove }) =>
  html`<fieldset class="box week-row" id=${`row-${row}`} tabindex="-1">
    <legend>${t("row", { number })}</legend>
    <fieldset class="field weekdays">
      <legend>${t("days")}</legend>
      ${WEEK.map((day) => html`<${Check} key=${day} name=${`day-${row}-${day}`} label=${wordOf(texts, "weekday", day)} />`)}
    </fieldset>
    <div class="fields">
      <${Field} name=${`from-${row}`} type="time" step="300" label=${t("from")} required />
      <${Field} name=${`to-${row}`} type="time" step="300" label=${t("to")} required />
      <${Field} name=${`pause_from-${row}`} type="time" step="300" label=${t("pause_from")} />
      <${Field} name=${`pause_to-${row}`} type="time" step="300" label=${t("pause_to")} />
      <${Select} name=${`of_month-${row}`} label=${t("of_month")} empty=${t("every_week")} options=${NTHS.map((nth) => [nth, t("only_nth", { nth: wordOf(texts, "nth", nth) })])} />
    </div>
    ${remove && html`<button type="button" class="btn btn-outline-danger btn-sm" onClick=${remove}>${t("remove_row", { number })}</button>`}
  </fieldset>`;
