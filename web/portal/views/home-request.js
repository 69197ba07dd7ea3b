/** Asking a cooperative for so many hours a week at home. */
import texts from "#texts/homecare";
import titles from "#texts/titles";

import { get, post } from "../../shared/api.js";
import { today } from "../../shared/clock.js";
import { Check, Choice, Field } from "../../shared/fields.js";
import { Form, Submit, useForm } from "../../shared/form.js";
import { daysAfter, money, weekdayOf } from "../../shared/format.js";
import { html } from "../../shared/html.js";
import { Loaded, useLoad } from "../../shared/load.js";
import { go } from "../../shared/router.js";
import { reader, word } from "../../shared/texts.js";
import { Facts, Heading, inItalian, useTitle } from "../../shared/ui.js";
import { peopleOf } from "../people.js";
import { WEEKDAYS } from "../homecare/weekdays.js";

const t = reader(texts);
const PERIOD_DAYS = 91; // a quarter; then what is needed is looked at again
const HOURS = { min: 1, max: 40, step: 0.5 };

/** @typedef {import("../booking/stage.js").Schemas} Schemas */
/** @typedef {import("../people.js").Someone} Someone */

/** @param {{params: {id: string}, account: any}} props */
export default function HomeRequest({ params, account }) {
  const load = useLoad(async (signal) => {
    const [offering, people] = await Promise.all([get(`/v1/offerings/${params.id}`, { signal, anonymous: true }), peopleOf(account, signal)]);
    return { offering: /** @type {Schemas["OfferingView"]} */ (offering), people };
  }, [params.id]);
  const offering = load.value?.offering;
  useTitle(offering && `${titles["home-request"]}: ${offering.title}`);
  return html`<${Heading} lead=${t("ask_lead")}>${titles["home-request"]}<//>
    <${Loaded} of=${load}>
      ${(/** @type {{offering: Schemas["OfferingView"], people: Someone[]}} */ known) => html`
        <${Facts} of=${[
          [t("what"), html`<span lang=${inItalian}>${known.offering.title}</span>`],
          [t("provider"), html`<span lang=${inItalian}>${known.offering.provider_name}</span>`],
          [t("price"), `${money(known.offering.price_cents)} ${word("unit", known.offering.price_unit)}`],
        ]} />
        <${Asking} ...${known} />`}
    <//>`;
}

/** @param {{offering: Schemas["OfferingView"], people: Someone[]}} props */
function Asking({ offering, people }) {
  const tomorrow = daysAfter(today(), 1);
  const form = useForm({
    initial: { person: people[0].id, hours: "", from_on: daysAfter(tomorrow, 6), to_on: daysAfter(tomorrow, 6 + 28), from_time: "09:00", to_time: "12:00", note: "" },
    check: (values) => ({
      ...(_chosen(values).length ? {} : { monday: t("days_missing") }),
      ...(values.from_time < values.to_time ? {} : { to_time: t("time_wrong") }),
      ...(values.from_on <= values.to_on && values.to_on <= daysAfter(values.from_on, PERIOD_DAYS) ? {} : { to_on: t("period_wrong") }),
    }),
    send: async (values, key) => {
      const { person, hours, from_on, to_on, from_time, to_time, note } = values;
      const preferred = _chosen(values).map((weekday) => ({ weekday, from_time, to_time }));
      const asked = { person_id: person, week_minutes: Math.round(Number(hours) * 60), from_on, to_on, preferred, note };
      await post(`/v1/offerings/${offering.id}/home-requests`, asked, { key });
      go("/richieste-a-casa?inviata=si");
    },
  });
  return html`<${Form} of=${form}>
    ${people.length > 1 && html`<${Choice} name="person" label=${t("for_whom_ask")} required options=${people.map(({ id, name }) => [id, name])} />`}
    <${Field} name="hours" type="number" inputmode="decimal" ...${HOURS} label=${t("hours")} hint=${t("hours_hint")} required />
    <div class="fields">
      <${Field} name="from_on" type="date" min=${tomorrow} label=${t("from_on")} required />
      <${Field} name="to_on" type="date" min=${tomorrow} label=${t("to_on")} hint=${t("to_on_hint")} required />
    </div>
    <fieldset class="field">
      <legend>${t("days")}</legend>
      ${WEEKDAYS.map(([name, day]) => html`<${Check} key=${name} name=${name} label=${weekdayOf(day)[0]} />`)}
    </fieldset>
    <div class="fields">
      <${Field} name="from_time" type="time" step="300" label=${t("from_time")} required />
      <${Field} name="to_time" type="time" step="300" label=${t("to_time")} required />
    </div>
    <${Field} name="note" maxlength="200" label=${t("note")} hint=${t("note_hint")} />
    <${Submit}>${t("send")}<//>
  <//>`;
}

/** @param {Record<string, any>} values */
const _chosen = (values) => WEEKDAYS.map(([name]) => name).filter((name) => values[name]);
