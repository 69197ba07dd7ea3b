/** Deliveries that a family contests: what each side says, and the office's decision. */
import { all, get, post } from "../../../shared/api.js";
import { Field } from "../../../shared/fields.js";
import { hours, whenOf } from "../../../shared/format.js";
import { html } from "../../../shared/html.js";
import { Loaded, useLoad } from "../../../shared/load.js";
import { Facts, inItalian } from "../../../shared/ui.js";
import { ReasonButton } from "../../parts/reason.js";
import { useSaid } from "../../parts/said.js";
import { Head, t, word } from "../head.js";

/** @typedef {import("../head.js").Schemas["BookingView"]} Booking */
/** @typedef {import("../head.js").Schemas["BookingStepView"]} Step */

/** @param {{params: {id: string}, account: import("../head.js").Account}} props */
export default function Contests({ params, account }) {
  const path = `/v1/programmes/${params.id}`;
  const { said, say } = useSaid();
  const load = useLoad(async (signal) => {
    const [budget, { items }] = await Promise.all([get(path, { signal }), all(`${path}/contests`, { signal })]);
    const steps = await Promise.all(items.map((one) => all(`/v1/bookings/${one.id}/steps`, { signal })));
    return { programme: budget.programme, contests: items.map((booking, at) => ({ booking, steps: steps[at].items })) };
  }, [path]);
  return html`<${Loaded} of=${load}>
    ${(/** @type {any} */ { programme, contests }) => html`<${Head} programme=${programme} here="/contestazioni" account=${account} />
      ${said} ${!contests.length && html`<p class="nothing">${t("no_contests")}</p>`}
      <ul class="cards">
        ${contests.map((/** @type {{booking: Booking, steps: Step[]}} */ one) => html`<li key=${one.booking.id}><${Contest} ...${one} done=${() => { say(t("resolved")); load.again(); }} /></li>`)}
      </ul>`}
  <//>`;
}

/** @param {{booking: Booking, steps: Step[], done: () => void}} props */
function Contest({ booking, steps, done }) {
  const recorded = booking.recorded_minutes ?? 0;
  const agreed = booking.delivered_minutes ?? 0;
  return html`<article class="box">
    <h3 lang=${inItalian}>${booking.title}</h3>
    <p>${booking.provider_name} · ${whenOf(booking.starts_at, booking.ends_at)}</p>
    <${Facts} of=${[[t("provider_says"), hours(recorded)], [t("family_says"), hours(agreed)]]} />
    <ul class="plain-list">
      ${steps.filter((step) => step.reason).map((step) => html`<li>${word("step", step.kind)}: <q>${step.reason}</q></li>`)}
    </ul>
    <${ReasonButton} name=${t("resolve")} lead=${t("resolve_lead")} label=${t("reason_both")} kind="primary" initial=${{ delivered_minutes: String(agreed) }}
      send=${(/** @type {any} */ values, /** @type {string} */ key) => post(`/v1/bookings/${booking.id}/resolution`, { delivered_minutes: Number(values.delivered_minutes), reason: values.reason }, { key })} done=${done}>
      <${Field} name="delivered_minutes" type="number" min=${agreed} max=${recorded} label=${t("delivered_minutes")} hint=${t("delivered_hint", { from: agreed, to: recorded })} required />
    <//>
  </article>`;
}
