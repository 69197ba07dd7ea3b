/** The coming dates of an offering: a list, which is the first thing one sees, and a calendar. */
import { useState } from "preact/hooks";

import texts from "#texts/offering";

import { all } from "../../shared/api.js";
import { today } from "../../shared/clock.js";
import { daysAfter, isoDay } from "../../shared/format.js";
import { html } from "../../shared/html.js";
import { Loaded, useLoad } from "../../shared/load.js";
import { link } from "../../shared/router.js";
import { reader } from "../../shared/texts.js";
import { DateList, wayTo } from "../dates/list.js";
import { Terms } from "../dates/terms.js";
import { DateMonth, ViewSwitch } from "../dates/views.js";

/** @typedef {import("../dates/list.js").Session} Session */

const t = reader(texts);
const AHEAD_DAYS = 62; // as far as the platform tells at once

/** @param {{offering: import("../cards.js").Offering}} props */
export function OfferingDates({ offering }) {
  const load = useLoad(async (signal) => (await all(_address(offering.id), { signal, anonymous: true })).items.filter(_isInTime), [offering.id]);
  return html`<section aria-labelledby="dates">
    <h2 id="dates">${t("dates")}</h2>
    ${offering.price_unit === "hour" && html`<p>${t("at_home")} <a href=${link(`/richieste-a-casa/${offering.id}`)}>${t("ask_at_home")}</a></p>`}
    <${Loaded} of=${load}>
      ${(/** @type {Session[]} */ sessions) => (sessions.length ? html`<${Chosen} ...${{ sessions, offering }} />` : html`<p>${t("no_dates")}</p>`)}
    <//>
  </section>`;
}

/** @param {{sessions: Session[], offering: import("../cards.js").Offering}} props */
function Chosen({ sessions, offering }) {
  const [view, choose] = useState("list");
  const [month, turn] = useState(isoDay(sessions[0].starts_at).slice(0, 7));
  return html`<${ViewSwitch} ...${{ view, choose }} />
    ${view === "list"
      ? html`<${DateList} sessions=${sessions} />`
      : html`<${DateMonth} sessions=${sessions} caption=${t("dates_of", { title: offering.title })} month=${month} turn=${turn}
          first=${today().slice(0, 7)} last=${daysAfter(today(), AHEAD_DAYS).slice(0, 7)} />`}
    <section aria-labelledby="terms">
      <h2 id="terms">${t("terms")}</h2>
      <${Terms} terms=${sessions[0].terms} free=${sessions[0].price_cents === 0} />
      <p class="small">${t("terms_again")}</p>
    </section>`;
}

/** @param {Session} session */
const _isInTime = (session) => wayTo(session) !== "late";

/** @param {string} id */
const _address = (id) => `/v1/offerings/${id}/sessions?from_on=${today()}&to_on=${daysAfter(today(), AHEAD_DAYS)}`;
