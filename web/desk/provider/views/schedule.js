/** Hours of a service: what a week is like, what is closed, and changes, each seen before it is made. */
import { useState } from "preact/hooks";

import texts from "#texts/desk-provider-schedules";
import titles from "#texts/desk-provider";

import { get } from "../../../shared/api.js";
import { shortDayOf } from "../../../shared/format.js";
import { html } from "../../../shared/html.js";
import { Loaded, useLoad } from "../../../shared/load.js";
import { link } from "../../../shared/router.js";
import { reader, wordOf } from "../../../shared/texts.js";
import { Facts, Heading, inItalian, Notice, useTitle } from "../../../shared/ui.js";
import { Changes } from "../schedules/changes.js";
import { told } from "../schedules/pattern.js";
import { useWorkers, workerName } from "../schedules/worker.js";

/** @typedef {import("../../../../build/pages/api").components["schemas"]["OfferingScheduleView"]} Schedule */

const t = reader(texts);

/** @param {{params: {id: string}, query: URLSearchParams, account: {roles: string[]}}} props */
export default function SchedulePage({ params, query, account }) {
  const [changed, setChanged] = useState(0);
  const load = useLoad((signal) => get(`/v1/schedules/${params.id}`, { signal }), [params.id]);
  const isManager = account.roles.includes("provider_manager");
  const workers = useWorkers({ asks: isManager });
  useTitle(load.value?.title);
  const done = () => {
    setChanged(changed + 1);
    load.again();
  };
  return html`<${Heading}>${load.value ? html`<span lang=${inItalian}>${load.value.title}</span>` : titles.schedule}<//>
    ${query.get("nuovo") && !changed && html`<${Notice} kind="success" focus=${true} title=${t("created")}>${t("created_next")}<//>`}
    ${changed > 0 && html`<${Notice} kind="success" focus=${true} key=${changed}>${t("changed")}<//>`}
    <${Loaded} of=${load}>
      ${(/** @type {Schedule} */ schedule) => html`
        <${Told} schedule=${schedule} workers=${workers.value} />
        <div class="buttons">
          <a class="btn btn-outline-primary" href=${link(`/desk/orari?servizio=${schedule.offering_id}`)}>${t("to_calendar")}</a>
        </div>
        ${isManager && html`<${Changes} schedule=${schedule} done=${done} key=${schedule.edition} />`}
      `}
    <//>`;
}

/** @param {{schedule: Schedule, workers?: import("../schedules/worker.js").Worker[]}} props workers: none where only managers know them */
const Told = ({ schedule, workers = [] }) =>
  html`<${Facts} of=${[
      [t("kind"), wordOf(texts, "kind", schedule.kind)],
      [t("until"), schedule.to_on ? shortDayOf(schedule.to_on) : t("no_end")],
      [t("on_holidays"), t(schedule.on_holidays ? "yes" : "no")],
      [t("made_until"), schedule.made_until_on && shortDayOf(schedule.made_until_on)],
    ]} />
    ${schedule.stretches.map(
      ({ from_on, pattern }) => html`<section key=${from_on}>
        <h2>${t("week_from", { day: shortDayOf(from_on) })}</h2>
        <ul class="lines">${pattern.hours.map((hours) => html`<li>${told(hours)}</li>`)}</ul>
        <p class="small">${t("places_max")}: ${pattern.places_max}${pattern.place && html` · <span lang=${inItalian}>${pattern.place}</span>`}
          ${workers.length > 0 && pattern.worker_id && ` · ${workerName(workers, pattern.worker_id)}`}</p>
      </section>`,
    )}
    ${schedule.closures.length > 0 &&
    html`<h2>${t("closures")}</h2>
      <ul class="lines">
        ${schedule.closures.map((closure) => html`<li>${_days(closure)}: <span lang=${inItalian}>${closure.reason}</span></li>`)}
      </ul>`}
    ${schedule.openings.length > 0 &&
    html`<h2>${t("openings")}</h2>
      <ul class="lines">
        ${schedule.openings.map((opening) => html`<li>${shortDayOf(opening.day_on)}, ${opening.from_time}–${opening.to_time}: <span lang=${inItalian}>${opening.reason}</span></li>`)}
      </ul>`}`;

/** @param {Schedule["closures"][number]} closure */
function _days(closure) {
  const days = closure.from_on === closure.to_on ? shortDayOf(closure.from_on) : `${shortDayOf(closure.from_on)} – ${shortDayOf(closure.to_on)}`;
  const isWhole = closure.from_time === "00:00" && closure.to_time === "24:00";
  return isWhole ? days : `${days}, ${closure.from_time}–${closure.to_time}`;
}
