/** Asking a cooperative for so many hours a week at home: it answers with a weekly plan. */
import texts from "#texts/desk-operator";

import { post } from "../../../shared/api.js";
import { daysAfter } from "../../../shared/format.js";
import { Check, Field, Group } from "../../../shared/fields.js";
import { Form, Submit, useForm } from "../../../shared/form.js";
import { html } from "../../../shared/html.js";
import { reader } from "../../../shared/texts.js";
import { WEEK } from "../../parts/week.js";

const t = reader(texts);
const PERIOD_DAYS = 30;

/** @param {{person: import("../served.js").Person, offering: import("./book.js").Offering, today: string, asked: (text: string) => void}} props */
export function HomeRequestForm({ person, offering, today, asked }) {
  const form = useForm({
    initial: { hours: "2", from_on: daysAfter(today, 7), to_on: daysAfter(today, 7 + PERIOD_DAYS), from_time: "09:00", to_time: "12:00", note: "" },
    check: _check,
    places: { home_period_invalid: "to_on", schedule_invalid: "to_time" },
    send: async (values, key) => {
      const hours = { from_time: values.from_time, to_time: values.to_time };
      await post(`/v1/offerings/${offering.id}/home-requests`, {
        person_id: person.id,
        week_minutes: Number(values.hours) * 60,
        from_on: values.from_on,
        to_on: values.to_on,
        preferred: WEEK.filter((day) => values[day]).map((weekday) => ({ weekday, ...hours })),
        note: values.note.trim(),
      }, { key });
      asked(t("home_asked", { name: person.given_name, who: offering.provider_name }));
    },
  });
  return html`<section aria-labelledby="home-request">
    <h3 id="home-request">${t("home_request")}</h3>
    <p>${t("home_request_lead")}</p>
    <${Form} of=${form} label=${t("home_request")}>
      <div class="fields">
        <${Field} name="hours" type="number" label=${t("home_hours")} min="1" max="40" required />
        <${Field} name="from_on" type="date" label=${t("home_from")} min=${daysAfter(today, 1)} required />
        <${Field} name="to_on" type="date" label=${t("home_to")} min=${daysAfter(today, 1)} required />
      </div>
      <${Group} name="weekdays" label=${t("home_days")}>
        ${WEEK.map((day) => html`<${Check} key=${day} name=${day} label=${t(`weekday.${day}`)} />`)}
      <//>
      <div class="fields">
        <${Field} name="from_time" type="time" step="300" label=${t("home_from_time")} required />
        <${Field} name="to_time" type="time" step="300" label=${t("home_to_time")} required />
      </div>
      <${Field} name="note" label=${t("home_note")} hint=${t("home_note_hint")} maxlength="200" />
      <div class="buttons"><${Submit}>${t("home_ask")}<//></div>
    <//>
  </section>`;
}

/** @param {Record<string, any>} values @returns {Record<string, string>} */
const _check = (values) => (WEEK.some((day) => values[day]) ? {} : { weekdays: t("weekdays_missing") });
