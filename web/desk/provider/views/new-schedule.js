/** New hours of a service: what they would give is seen before anything is published. */
import { useState } from "preact/hooks";

import texts from "#texts/desk-provider-schedules";
import titles from "#texts/desk-provider";

import { get, post } from "../../../shared/api.js";
import { today } from "../../../shared/clock.js";
import { Check, Choice, Field } from "../../../shared/fields.js";
import { ActionButton, Form, Submit, useForm, useLeaveGuard } from "../../../shared/form.js";
import { daysAfter } from "../../../shared/format.js";
import { html } from "../../../shared/html.js";
import { Loaded, useLoad } from "../../../shared/load.js";
import { go } from "../../../shared/router.js";
import { reader, wordOf } from "../../../shared/texts.js";
import { Heading, inItalian, Notice } from "../../../shared/ui.js";
import { Gaps, Sessions } from "../schedules/laid.js";
import { EMPTY, patternOf, wrongIn } from "../schedules/pattern.js";
import { WeekFields } from "../schedules/week-fields.js";

/** @typedef {import("../../../../build/pages/api").components["schemas"]["OfferingView"]} Offering */
/** @typedef {import("../../../../build/pages/api").components["schemas"]["SchedulePreviewView"]} Preview */

const t = reader(texts);
const KINDS = ["group", "slots", "course", "camp_week", "event"];

/** @param {{params: {offering: string}}} props */
export default function NewSchedulePage({ params }) {
  const load = useLoad((signal) => get(`/v1/offerings/${params.offering}`, { signal }), [params.offering]);
  return html`<${Heading} lead=${t("new_lead")}>${titles.new_schedule}<//>
    <${Loaded} of=${load}>
      ${(/** @type {Offering} */ offering) => html`<p>${t("of_offering")} <strong lang=${inItalian}>${offering.title}</strong></p>
        <${NewSchedule} offering=${offering} />`}
    <//>`;
}

/** @param {{offering: Offering}} props */
function NewSchedule({ offering }) {
  const [seen, setSeen] = useState(/** @type {{draft: any, preview: Preview} | null} */ (null));
  const form = useForm({
    initial: { ...EMPTY, kind: "group", title: "", from_on: daysAfter(today(), 1), to_on: "", meetings: "", on_holidays: false },
    check: wrongIn,
    send: async (values) => {
      const draft = _draft(values);
      setSeen({ draft, preview: await post(`/v1/offerings/${offering.id}/schedule-previews`, draft) });
    },
  });
  useLeaveGuard(Boolean(form.values.title));
  const isCurrent = seen && JSON.stringify(seen.draft) === JSON.stringify(_draft(form.values));
  return html`<${Form} of=${form}>
      <${Choice} name="kind" label=${t("kind")} required options=${KINDS.map((kind) => [kind, wordOf(texts, "kind", kind), wordOf(texts, "kind_hint", kind)])} />
      <${Field} name="title" maxlength="80" label=${t("title")} hint=${t("title_hint")} required />
      <div class="fields">
        <${Field} name="from_on" type="date" label=${t("from_on")} min=${today()} required />
        <${Field} name="to_on" type="date" label=${t("to_on")} min=${form.values.from_on} />
        ${form.values.kind === "course" && html`<${Field} name="meetings" type="number" inputmode="numeric" min="2" max="40" label=${t("meetings")} required />`}
      </div>
      <${WeekFields} form=${form} kind=${form.values.kind} />
      <${Check} name="on_holidays" label=${t("on_holidays")} />
      <${Submit} kind=${isCurrent ? "outline-primary" : "primary"}>${t("preview")}<//>
    <//>
    ${seen && isCurrent && html`<${Preview} seen=${seen} key=${JSON.stringify(seen)} offering=${offering} />`}`;
}

/** @param {{seen: {draft: any, preview: Preview}, offering: Offering}} props */
function Preview({ seen, offering }) {
  const { made, gaps } = seen.preview;
  return html`<h2>${t("follows")}</h2>
    <${Notice} kind=${made.length ? "info" : "warning"} focus=${true} title=${made.length ? t("would_make", { count: made.length }) : t("would_make_none")}>
      ${t("ahead")}
    <//>
    ${made.length > 0 && html`<${Sessions} title=${t("dates")} of=${made} />`}
    <${Gaps} of=${gaps} />
    <${ActionButton} act=${async (/** @type {string} */ key) => {
      const { id } = await post(`/v1/offerings/${offering.id}/schedules`, seen.draft, { key });
      go(`/desk/orari/${id}?nuovo=1`);
    }}>${t("create")}<//>`;
}

/** @param {Record<string, any>} values */
const _draft = (values) => ({
  kind: values.kind,
  title: values.title.trim(),
  from_on: values.from_on,
  to_on: values.to_on || null,
  meetings: values.kind === "course" ? Number(values.meetings) : null,
  on_holidays: values.on_holidays,
  pattern: patternOf(values),
});
