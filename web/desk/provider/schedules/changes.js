/** A change of hours: first what would become of every date and who is booked, then exactly that. */
import { useState } from "preact/hooks";

import texts from "#texts/desk-provider-schedules";

import { post } from "../../../shared/api.js";
import { today } from "../../../shared/clock.js";
import { Choice, Field } from "../../../shared/fields.js";
import { ActionButton, Form, Submit, useForm, useLeaveGuard } from "../../../shared/form.js";
import { daysAfter } from "../../../shared/format.js";
import { html } from "../../../shared/html.js";
import { Problem } from "../../../shared/problem.js";
import { reader } from "../../../shared/texts.js";
import { Notice } from "../../../shared/ui.js";
import { Gaps, Sessions } from "./laid.js";
import { patternOf, valuesOf, wrongIn } from "./pattern.js";
import { People } from "./people.js";
import { WeekFields } from "./week-fields.js";

/** @typedef {import("../../../../build/pages/api").components["schemas"]["OfferingScheduleView"]} Schedule */
/** @typedef {import("../../../../build/pages/api").components["schemas"]["SchedulePlanView"]} Plan */
/** @typedef {{change: any, plan: Plan, isAnew: boolean}} Seen */

const t = reader(texts);
const KINDS = /** @type {const} */ (["close", "open", "week", "end"]);

/** @param {{schedule: Schedule, done: () => void}} props */
export function Changes({ schedule, done }) {
  const [seen, setSeen] = useState(/** @type {Seen | null} */ (null));
  const tomorrow = daysAfter(today(), 1);
  const pattern = schedule.stretches[schedule.stretches.length - 1].pattern;
  const form = useForm({
    initial: { ...valuesOf(pattern), what: "", day: tomorrow, last: tomorrow, opens: "", closes: "", reason: "" },
    check: (values) => (values.what === "week" ? wrongIn(values) : {}),
    send: async (values) => {
      const change = _changeOf(values, schedule, pattern);
      setSeen({ change, plan: await post(`/v1/schedules/${schedule.id}/change-plans`, change), isAnew: false });
    },
  });
  useLeaveGuard(Boolean(form.values.what));
  const { what } = form.values;
  const isCurrent = seen && what && JSON.stringify(seen.change) === JSON.stringify(_changeOf(form.values, schedule, pattern));

  async function confirm() {
    if (!seen) return;
    try {
      await post(`/v1/schedules/${schedule.id}/changes`, { ...seen.change, digest: seen.plan.digest });
    } catch (error) {
      if (!(error instanceof Problem && error.code === "schedule_changed")) throw error;
      // Somebody booked, or changed the hours, after the plan was shown: what would become of it now.
      setSeen({ ...seen, plan: await post(`/v1/schedules/${schedule.id}/change-plans`, seen.change), isAnew: true });
      return;
    }
    done();
  }

  return html`<section aria-labelledby="changes">
    <h2 id="changes">${t("change")}</h2>
    <${Form} of=${form}>
      <${Choice} name="what" label=${t("what")} required options=${KINDS.map((kind) => [kind, t(`change_${kind}`), t(`change_${kind}_hint`)])} />
      ${what && html`<${Wanted} what=${what} form=${form} kind=${schedule.kind} />`}
      <${Submit} kind=${isCurrent ? "outline-primary" : "primary"}>${t("plan")}<//>
    <//>
    ${seen && isCurrent && html`<${Planned} key=${seen.plan.digest} seen=${seen} confirm=${confirm} />`}
  </section>`;
}

/** What is asked for each kind of change. @param {{what: string, form: import("../../../shared/form.js").FormState, kind: string}} props */
function Wanted({ what, form, kind }) {
  if (what === "end") return html`<${Field} name="last" type="date" label=${t("last_day")} min=${today()} required />`;
  if (what === "week") {
    return html`<${Field} name="day" type="date" label=${t("from_day")} min=${today()} required />
      <${WeekFields} form=${form} kind=${kind} />`;
  }
  return html`<div class="fields">
      <${Field} name="day" type="date" label=${t(what === "close" ? "closed_from" : "open_on")} min=${today()} required />
      ${what === "close"
        ? html`<${Field} name="last" type="date" label=${t("closed_to")} min=${form.values.day} required />`
        : html`<${Field} name="opens" type="time" step="300" label=${t("from")} required />
            <${Field} name="closes" type="time" step="300" label=${t("to")} required />`}
    </div>
    <${Field} name="reason" maxlength="200" label=${t("reason")} hint=${t("reason_hint")} required />`;
}

/** @param {{seen: Seen, confirm: () => Promise<void>}} props */
function Planned({ seen, confirm }) {
  const { plan } = seen;
  const touched = plan.made.length + plan.changed.length + plan.withdrawn.length;
  return html`<${Notice} kind=${seen.isAnew || plan.staying.length ? "warning" : "info"} focus=${true} title=${t(seen.isAnew ? "plan_anew" : "plan_here")}>
      ${touched ? t("plan_counts", { made: plan.made.length, changed: plan.changed.length, withdrawn: plan.withdrawn.length }) : t("plan_nothing")}
      ${plan.staying.length > 0 && html` ${t("plan_stays", { count: plan.staying.length })}`}
    <//>
    <${Sessions} title=${t("made")} of=${plan.made} />
    <${Sessions} title=${t("moved")} of=${plan.changed} />
    <${Sessions} title=${t("withdrawn")} of=${plan.withdrawn} />
    <${Sessions} title=${t("staying")} of=${plan.staying} />
    ${plan.staying.length > 0 && html`<h3>${t("affected")}</h3><${People} people=${plan.affected} />`}
    <${Gaps} of=${plan.gaps} />
    <${ActionButton} act=${confirm}>${t("confirm")}<//>`;
}

/** What the platform is asked; closures and openings replace those there are. @param {Record<string, any>} values @param {Schedule} schedule @param {Schedule["stretches"][number]["pattern"]} pattern */
function _changeOf(values, schedule, pattern) {
  const reason = values.reason.trim();
  if (values.what === "end") return { end_on: values.last };
  if (values.what === "week") return { from_on: values.day, pattern: patternOf(values, pattern) };
  if (values.what === "close") return { closures: [...schedule.closures, { from_on: values.day, to_on: values.last, reason }] };
  return { openings: [...schedule.openings, { day_on: values.day, from_time: values.opens, to_time: values.closes, reason }] };
}
