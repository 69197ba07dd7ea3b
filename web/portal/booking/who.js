/** The first step: for whom, and how. */
import { useMemo } from "preact/hooks";

import texts from "#texts/booking";

import { get } from "../../shared/api.js";
import { Check, Choice, Field, Select } from "../../shared/fields.js";
import { Form, Submit, useForm } from "../../shared/form.js";
import { daysAfter, isoDay, money, timeOf, weekdayOf, whenOf } from "../../shared/format.js";
import { html } from "../../shared/html.js";
import { Loaded, useLoad } from "../../shared/load.js";
import { reader } from "../../shared/texts.js";
import { Facts, inItalian } from "../../shared/ui.js";
import { nameOf } from "../people.js";
import { When } from "./plan.js";
import { enter } from "./stage.js";

const t = reader(texts);
const TIMES = [2, 3, 4, 5, 6, 8, 10, 12, 16];

/** @typedef {import("./stage.js").Schemas} Schemas */

/**
 * @param {{session: Schemas["SessionView"], people: import("../people.js").Someone[], moved: Schemas["BookingView"] | null,
 *   wish?: import("./stage.js").Wish}} props
 */
export function Who({ session, people, moved, wish }) {
  const load = useLoad((signal) => _repeats(session, signal), [session.id]);
  return html`<${Facts} of=${_facts(session)} />
    <${Loaded} of=${load}>
      ${(/** @type {boolean} */ repeats) =>
        moved
          ? html`<${Moving} session=${session} people=${people} moved=${moved} />`
          : html`<${Asking} session=${session} people=${people} wish=${wish} repeats=${repeats} />`}
    <//>`;
}

/** @param {{session: Schemas["SessionView"], people: any[], moved: Schemas["BookingView"]}} props */
function Moving({ session, people, moved }) {
  const form = useForm({
    initial: {},
    send: async () => enter(session.id, { step: "plan", wish: _wish({ people: [moved.person_id], options: moved.options, guests: moved.guests, moves: moved.id }) }),
  });
  return html`<p>${t("moving", { when: whenOf(moved.starts_at, moved.ends_at), name: nameOf(people, moved.person_id) })}</p>
    <${Form} of=${form}><${Submit}>${t("go_on")}<//><//>`;
}

/** @param {{session: Schemas["SessionView"], people: import("../people.js").Someone[], wish?: import("./stage.js").Wish, repeats: boolean}} props */
function Asking({ session, people, wish, repeats }) {
  const hasExtras = session.options.length > 0 || session.guests_max > 0;
  const form = useForm({
    initial: useMemo(() => _values(people, wish), []),
    check: (values) => (people.length > 1 && !hasExtras && !_chosen(people, values).length ? { [`for-${people[0].id}`]: t("for_somebody") } : {}),
    send: async (values) => {
      const chosen = people.length === 1 ? [people[0].id] : hasExtras ? [values.person] : _chosen(people, values);
      const next = _wish({ people: chosen, options: _options(session, values), guests: Number(values.guests) || 0, weekly: _weekly(session, chosen, values) });
      history.replaceState({ session: session.id, stage: { step: "who", wish: next } }, ""); // "back" finds what was chosen
      enter(session.id, { step: "plan", wish: next });
    },
  });
  const alone = _chosen(people, form.values).length <= 1;
  return html`<${Form} of=${form}>
    ${people.length === 1 && html`<p>${t("for_oneself")}</p>`}
    ${people.length > 1 && hasExtras && html`<${Choice} name="person" label=${t("for_whom_ask")} required options=${people.map(({ id, name }) => [id, name])} />`}
    ${people.length > 1 && !hasExtras && html`<fieldset class="field">
      <legend>${t("for_whom_ask")}</legend>
      <p class="hint">${t("for_whom_hint")}</p>
      ${people.map(({ id, name }) => html`<${Check} key=${id} name=${`for-${id}`} label=${name} />`)}
    </fieldset>`}
    ${session.options.map((option) => html`<${Field} key=${option.id} name=${`option-${option.id}`} type="number" inputmode="numeric" min="0"
      max=${option.quantity_max} label=${option.title} hint=${t("option_hint", { price: money(option.price_cents), max: option.quantity_max })} />`)}
    ${session.guests_max > 0 && html`<${Field} name="guests" type="number" inputmode="numeric" min="0" max=${session.guests_max}
      label=${t("guests_ask")} hint=${t("guests_hint", { max: session.guests_max })} />`}
    ${repeats && !hasExtras && alone && html`<${Select} name="times" label=${t("times_ask")}
      hint=${t("times_hint", { day: weekdayOf(isoDay(session.starts_at))[0], time: timeOf(session.starts_at) })} empty=${t("times_once")} options=${TIMES.map((times) => [String(times), t("times", { times })])} />`}
    <${Submit}>${t("go_on")}<//>
  <//>`;
}

/** @param {Schemas["SessionView"]} session @returns {[string, any][]} */
const _facts = (session) => [
  [t("when"), html`<${When} of=${session} />`],
  [t("where"), html`<span lang=${inItalian}>${session.place}</span>`],
  [t("provider"), html`<span lang=${inItalian}>${session.provider_name}</span>`],
  [t("price"), money(session.price_cents)],
  [t("places"), session.places_free > 0 ? t("places_free", { count: session.places_free }) : t("places_none", { count: session.in_line })],
];

/** Whether there is one at the same hour a week later. @param {Schemas["SessionView"]} session @param {AbortSignal} signal */
async function _repeats(session, signal) {
  if (session.meetings.length > 1) return false;
  const day = daysAfter(isoDay(session.starts_at), 7);
  const { items } = await get(`/v1/offerings/${session.offering_id}/sessions?from_on=${day}&to_on=${day}&limit=100`, { signal, anonymous: true });
  return items.some((/** @type {Schemas["SessionView"]} */ one) => timeOf(one.starts_at) === timeOf(session.starts_at));
}

/** @param {any} facts @returns {import("./stage.js").Wish} */
const _wish = (facts) => ({ options: {}, guests: 0, weekly: null, moves: null, vouchers: null, voucher: null, ...facts });

/** @param {import("../people.js").Someone[]} people @param {import("./stage.js").Wish} [wish] */
function _values(people, wish) {
  const chosen = wish?.people ?? [people[0].id];
  return {
    person: chosen[0],
    guests: wish?.guests || "",
    times: wish?.weekly ? String(wish.weekly.count) : "",
    ...Object.fromEntries(people.map(({ id }) => [`for-${id}`, chosen.includes(id)])),
    ...Object.fromEntries(Object.entries(wish?.options ?? {}).map(([id, count]) => [`option-${id}`, count])),
  };
}

/** @param {import("../people.js").Someone[]} people @param {Record<string, any>} values */
const _chosen = (people, values) => people.filter(({ id }) => values[`for-${id}`]).map(({ id }) => id);

/** @param {Schemas["SessionView"]} session @param {Record<string, any>} values */
const _options = (session, values) =>
  Object.fromEntries(session.options.map(({ id }) => [id, Number(values[`option-${id}`]) || 0]).filter(([, count]) => count));

/** @param {Schemas["SessionView"]} session @param {string[]} chosen @param {Record<string, any>} values */
function _weekly(session, chosen, values) {
  if (!values.times || chosen.length > 1) return null;
  const from_on = isoDay(session.starts_at);
  const weekday = new Intl.DateTimeFormat("en", { weekday: "long", timeZone: "UTC" }).format(new Date(`${from_on}T12:00:00Z`));
  const { offering_id } = session;
  return { offering_id, weekdays: [weekday.toLowerCase()], starts: timeOf(session.starts_at), from_on, count: Number(values.times) };
}
