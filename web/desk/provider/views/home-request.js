/** Help at home that somebody asks for: what they need, and the answer, a weekly plan or a no. */
import texts from "#texts/desk-provider-requests";
import titles from "#texts/desk-provider";

import { get, post } from "../../../shared/api.js";
import { Form, Submit, useForm, useLeaveGuard } from "../../../shared/form.js";
import { hours, shortDayOf, whenOf } from "../../../shared/format.js";
import { html } from "../../../shared/html.js";
import { Loaded, useLoad } from "../../../shared/load.js";
import { reader, wordOf } from "../../../shared/texts.js";
import { Badge, Facts, Heading, inItalian, useTitle } from "../../../shared/ui.js";
import { useSaid } from "../../parts/said.js";
import { EMPTY, patternOf, told, valuesOf, wrongIn } from "../schedules/pattern.js";
import { Lengths, WeekRows } from "../schedules/week-fields.js";
import { WorkerField } from "../schedules/worker.js";
import { Decline } from "./requests.js";

/** @typedef {import("../../../../build/pages/api").components["schemas"]["HomeRequestView"]} HomeRequest */

const t = reader(texts);

/** @param {{params: {id: string}}} props */
export default function HomeRequestPage({ params }) {
  const { said, say } = useSaid();
  const load = useLoad((signal) => get(`/v1/home-requests/${params.id}`, { signal }), [params.id]);
  const request = /** @type {HomeRequest | undefined} */ (load.value);
  useTitle(request && `${titles.home_request}: ${request.person_given_name}`);
  /** @param {string} text */
  const answered = (text) => {
    say(text);
    load.again();
  };
  return html`<${Heading}>${request ? `${titles.home_request}: ${request.person_given_name}` : titles.home_request}<//>
    ${said}
    <${Loaded} of=${load}>
      ${(/** @type {HomeRequest} */ one) => html`
        <p><${Badge} kind=${one.state === "asked" ? "warning" : "secondary"}>${wordOf(texts, "home_state", one.state)}<//></p>
        <${Facts} of=${[
          [t("need"), t("a_week", { hours: hours(one.week_minutes) })],
          [t("period"), `${shortDayOf(one.from_on)} – ${shortDayOf(one.to_on)}`],
          [t("answer_until"), one.state === "asked" ? whenOf(one.answer_until_at) : ""],
          [t("sessions"), one.session_ids.length ? String(one.session_ids.length) : ""],
          [t("reason"), one.reason],
        ]} />
        ${one.preferred.length > 0 && html`<h2>${t("preferred")}</h2><ul class="lines">${one.preferred.map((wish) => html`<li>${told(wish)}</li>`)}</ul>`}
        ${one.note && html`<h2>${t("note")}</h2><p class="written" lang=${inItalian}>${one.note}</p>`}
        ${one.state === "asked" && html`<${Answer} request=${one} answered=${answered} />`}
      `}
    <//>`;
}

/** @param {{request: HomeRequest, answered: (told: string) => void}} props */
function Answer({ request, answered }) {
  const path = `/v1/home-requests/${request.id}`;
  const form = useForm({
    initial: { ...EMPTY, places_max: "1", ..._wished(request) },
    check: wrongIn,
    send: async (values) => {
      const { session_ids } = await post(`${path}/proposal`, { week: patternOf(values) });
      answered(t("proposed", { count: session_ids.length }));
    },
  });
  useLeaveGuard(Boolean(form.values["from-1"]) && !form.busy);
  return html`<section aria-labelledby="proposal">
    <h2 id="proposal">${t("propose")}</h2>
    <p>${t("propose_means")}</p>
    <${Form} of=${form}>
      <${WeekRows} form=${form} />
      <div class="fields"><${Lengths} required=${false} hint=${t("length_hint")} /><${WorkerField} /></div>
      <${Submit}>${t("propose_do")}<//>
    <//>
    <div class="buttons">
      <${Decline} name=${request.person_given_name} done=${() => answered(t("declined", { name: request.person_given_name }))}
        send=${(/** @type {any} */ { reason }) => post(`${path}/refusal`, { reason })} />
    </div>
  </section>`;
}

/** The plan begins with the hours that the family would like. @param {HomeRequest} request */
function _wished({ preferred }) {
  if (!preferred.length) return {};
  const { rows, ...values } = valuesOf(/** @type {any} */ ({ hours: preferred, places_max: 1, session_minutes: null, buffer_minutes: 0, place: null, guests_max: 0, terms: { mode: "instant", bands: [] } }));
  return Object.fromEntries([["rows", rows], ...Object.entries(values).filter(([name]) => /-\d/.test(name))]);
}
