/** Dates that follow from no schedule, published by hand. */
import { useState } from "preact/hooks";

import texts from "#texts/desk-provider-offerings";

import { post } from "../../../shared/api.js";
import { today } from "../../../shared/clock.js";
import { Field } from "../../../shared/fields.js";
import { Form, Submit, useForm } from "../../../shared/form.js";
import { daysAfter, instantOf, whenOf } from "../../../shared/format.js";
import { html } from "../../../shared/html.js";
import { link } from "../../../shared/router.js";
import { reader } from "../../../shared/texts.js";
import { Notice } from "../../../shared/ui.js";

/** @typedef {import("../../../../build/pages/api").components["schemas"]["OfferingView"]} Offering */
/** @typedef {import("../../../../build/pages/api").components["schemas"]["SessionView"]} Session */

const t = reader(texts);

/** @param {{offering: Offering}} props */
export function HandMade({ offering }) {
  const [made, setMade] = useState(/** @type {Session | null} */ (null));
  const form = useForm({
    initial: { day: daysAfter(today(), 1), from: "", to: "", places: "" },
    check: ({ from, to }) => /** @type {Record<string, string>} */ (from && to && from >= to ? { to: t("ends_before") } : {}),
    send: async ({ day, from, to, places }, key) => {
      const session = { starts_at: instantOf(day, from), ends_at: instantOf(day, to), places_max: Number(places) };
      const { items } = await post(`/v1/offerings/${offering.id}/sessions`, { sessions: [session] }, { key });
      form.reset();
      setMade(items[0]);
    },
  });
  return html`<section aria-labelledby="dates">
    <h2 id="dates">${t("dates")}</h2>
    <p>${t("dates_mean")}</p>
    ${made &&
    html`<${Notice} kind="success" focus=${true} key=${made.id}>
      <p>${t("date_published", { when: whenOf(made.starts_at, made.ends_at) })} <a href=${link(`/desk/date/${made.id}`)}>${t("see_date")}</a></p>
    <//>`}
    <details>
      <summary>${t("new_date")}</summary>
      <${Form} of=${form}>
        <div class="fields">
          <${Field} name="day" type="date" label=${t("date_day")} min=${today()} required />
          <${Field} name="from" type="time" step="300" label=${t("date_from")} required />
          <${Field} name="to" type="time" step="300" label=${t("date_to")} required />
          <${Field} name="places" type="number" inputmode="numeric" min="1" max="1000" label=${t("places")} required />
        </div>
        <${Submit}>${t("publish_date")}<//>
      <//>
    </details>
  </section>`;
}
