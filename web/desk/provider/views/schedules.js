/** When the cooperative's services take place: their hours, and a month of dates. */
import { useState } from "preact/hooks";

import texts from "#texts/desk-provider-schedules";
import titles from "#texts/desk-provider";

import { all, get } from "../../../shared/api.js";
import { today } from "../../../shared/clock.js";
import { isoDay, timeOf } from "../../../shared/format.js";
import { html } from "../../../shared/html.js";
import { Loaded, useLoad } from "../../../shared/load.js";
import { Month } from "../../../shared/month.js";
import { link, note } from "../../../shared/router.js";
import { reader } from "../../../shared/texts.js";
import { Heading, inItalian } from "../../../shared/ui.js";
import { told } from "../schedules/pattern.js";

/** @typedef {import("../../../../build/pages/api").components["schemas"]["OfferingView"]} Offering */
/** @typedef {import("../../../../build/pages/api").components["schemas"]["OfferingScheduleView"]} Schedule */
/** @typedef {import("../../../../build/pages/api").components["schemas"]["SessionView"]} Session */

const t = reader(texts);

/** @param {{query: URLSearchParams, account: {organisation_id: string, roles: string[]}}} props */
export default function SchedulesPage({ query, account }) {
  const [chosen, setChosen] = useState(query.get("servizio") ?? "");
  const load = useLoad((signal) => get(`/v1/providers/${account.organisation_id}/offerings`, { signal, fresh: true }), []);
  const isManager = account.roles.includes("provider_manager");
  /** @param {string} id */
  const choose = (id) => {
    setChosen(id);
    note({ servizio: id });
  };
  return html`<${Heading} lead=${t("lead")}>${titles.schedules}<//>
    <${Loaded} of=${load}>
      ${(/** @type {{items: Offering[]}} */ { items }) => html`
        <div class="field">
          <label for="offering">${t("offering")}</label>
          <select id="offering" class="form-control form-select" value=${chosen} onChange=${(/** @type {any} */ event) => choose(event.currentTarget.value)}>
            <option value="">${t("all_offerings")}</option>
            ${items.map((one) => html`<option value=${one.id} lang=${inItalian}>${one.title}</option>`)}
          </select>
        </div>
        ${isManager && chosen && html`<p><a class="btn btn-primary" href=${link(`/desk/orari/nuovo/${chosen}`)}>${titles.new_schedule}</a></p>`}
        <${Calendar} key=${`dates-${chosen}`} offerings=${chosen ? items.filter(({ id }) => id === chosen) : items} />
        <${Schedules} key=${`hours-${chosen}`} chosen=${chosen} offerings=${items} />
      `}
    <//>`;
}

/** @param {{offerings: Offering[]}} props */
function Calendar({ offerings }) {
  const [month, setMonth] = useState(today().slice(0, 7));
  const load = useLoad(
    async (signal) => {
      const period = `from_on=${month}-01&to_on=${_lastDay(month)}`;
      const found = await Promise.all(offerings.map(({ id }) => all(`/v1/offerings/${id}/sessions?${period}`, { signal, fresh: true })));
      return /** @type {Session[]} */ (found.flatMap(({ items }) => items)).sort((one, other) => one.starts_at.localeCompare(other.starts_at));
    },
    [month],
  );
  return html`<${Loaded} of=${load}>
    ${(/** @type {Session[]} */ sessions) =>
      html`<${Month} caption=${t("calendar")} empty=${t("empty_month")} month=${month} turn=${setMonth} items=${sessions.map(_item)} />`}
  <//>`;
}

/** @param {{chosen: string, offerings: Offering[]}} props */
function Schedules({ chosen, offerings }) {
  const load = useLoad((signal) => all(chosen ? `/v1/schedules?offering_id=${chosen}` : "/v1/schedules", { signal }), []);
  /** @param {string} id */
  const titleOf = (id) => offerings.find((one) => one.id === id)?.title ?? t("withdrawn_offering");
  return html`<h2>${t("hours")}</h2>
    <${Loaded} of=${load}>
      ${(/** @type {{items: Schedule[]}} */ { items }) =>
        items.length
          ? html`<ul class="cards">
              ${items.map(
                (one) => html`<li key=${one.id} class="box">
                  <h3 lang=${inItalian}>${titleOf(one.offering_id)}</h3>
                  <ul class="lines">${one.stretches[one.stretches.length - 1].pattern.hours.map((hours) => html`<li>${told(hours)}</li>`)}</ul>
                  <p><a href=${link(`/desk/orari/${one.id}`)}>${t("open_schedule")}<span class="visually-hidden">: ${titleOf(one.offering_id)}, ${one.title}</span></a></p>
                </li>`,
              )}
            </ul>`
          : html`<p class="nothing">${t("no_schedules")}</p>`}
    <//>`;
}

/** @param {Session} session @returns {import("../../../shared/month.js").Item} */
const _item = (session) => ({
  key: session.id,
  on: isoDay(session.starts_at),
  address: link(`/desk/date/${session.id}`),
  text: `${timeOf(session.starts_at)} ${session.title}`,
  note: session.state === "cancelled" ? t("cancelled") : t("places_of", { taken: session.places_max - session.places_free, places: session.places_max }),
  lang: inItalian,
});

/** @param {string} month */
function _lastDay(month) {
  const day = new Date(`${month}-01T12:00:00Z`);
  day.setUTCMonth(day.getUTCMonth() + 1, 0);
  return day.toISOString().slice(0, 10);
}
