/** What was asked for a person at home, what the cooperative answered, and the way to book what it proposes. */
import { useState } from "preact/hooks";

import texts from "#texts/desk-operator";

import { all, post } from "../../../shared/api.js";
import { hours, shortDayOf, whenOf } from "../../../shared/format.js";
import { ActionButton } from "../../../shared/form.js";
import { html } from "../../../shared/html.js";
import { Loaded, useLoad } from "../../../shared/load.js";
import { reader, wordOf } from "../../../shared/texts.js";
import { Badge, Facts, inItalian } from "../../../shared/ui.js";
import { useSaid } from "../../parts/said.js";
import { HomePlan } from "./home-plan.js";

const t = reader(texts);

/** @typedef {import("../../../../build/pages/api").components["schemas"]["HomeRequestView"]} HomeRequest */

/** @param {{person: import("../served.js").Person}} props */
export function HomeRequests({ person }) {
  const load = useLoad((signal) => all(`/v1/people/${person.id}/home-requests`, { signal }), [person.id]);
  const [planned, setPlanned] = useState(/** @type {HomeRequest | null} */ (null));
  const { said, say } = useSaid();
  const withdrawn = () => {
    say(t("home_withdrawn"));
    load.again();
  };
  if (planned) return html`<${HomePlan} request=${planned} back=${() => setPlanned(null)} />`;
  return html`${said}
    <${Loaded} of=${load}>
      ${(/** @type {{items: HomeRequest[]}} */ { items }) =>
        items.length
          ? html`<ul class="cards">
              ${items.map((one) => html`<li key=${one.id}><${Card} request=${one} plan=${() => setPlanned(one)} withdrawn=${withdrawn} /></li>`)}
            </ul>`
          : html`<p class="nothing">${t("home_none")}</p>`}
    <//>`;
}

/** @param {{request: HomeRequest, plan: () => void, withdrawn: () => void}} props */
function Card({ request, plan, withdrawn }) {
  return html`<article class="box">
    <h3>${t("home_week", { hours: hours(request.week_minutes) })}</h3>
    <p><${Badge} kind=${request.state === "proposed" ? "success" : "secondary"}>${wordOf(texts, "home", request.state)}<//></p>
    <${Facts} of=${[
      [t("home_period"), `${shortDayOf(request.from_on)} – ${shortDayOf(request.to_on)}`],
      [t("home_preferred"), request.preferred.map((one) => `${wordOf(texts, "weekday", one.weekday)} ${one.from_time}–${one.to_time}`).join(", ")],
      [t("home_reason"), request.reason && html`<span lang=${inItalian}>${request.reason}</span>`],
      [t("home_answer_by"), request.state === "asked" ? whenOf(request.answer_until_at) : ""],
    ]} />
    <div class="buttons">
      ${request.state === "proposed" &&
      html`<button type="button" class="btn btn-sm btn-primary" onClick=${plan}>${t("home_see_plan", { count: request.session_ids.length })}</button>`}
      ${request.state === "asked" &&
      html`<${ActionButton} small kind="outline-danger" act=${async (/** @type {string} */ key) => {
        await post(`/v1/home-requests/${request.id}/withdrawal`, {}, { key });
        withdrawn();
      }}>${t("home_withdraw")}<//>`}
    </div>
  </article>`;
}
