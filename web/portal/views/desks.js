/** The Social Points: where a person listens, when, and the next appointments that are free. */
import texts from "#texts/desks";
import titles from "#texts/titles";

import { all, get } from "../../shared/api.js";
import { CALL } from "../../shared/call-centre.js";
import { today } from "../../shared/clock.js";
import { daysAfter } from "../../shared/format.js";
import { html } from "../../shared/html.js";
import { Loaded, useLoad } from "../../shared/load.js";
import { link } from "../../shared/router.js";
import { reader } from "../../shared/texts.js";
import { Facts, Heading, inItalian } from "../../shared/ui.js";
import { DateRow, wayTo } from "../dates/list.js";

/** @typedef {import("../../../build/pages/api").components["schemas"]["DeskView"]} Desk */
/** @typedef {import("../cards.js").Offering} Offering */
/** @typedef {import("../dates/list.js").Session} Session */
/** @typedef {Session & {desk_id: string | null | undefined}} Appointment */

const t = reader(texts);
const AHEAD_DAYS = 28;
const NEXT = 3;

export default function Desks() {
  const load = useLoad(async (signal) => (await get("/v1/desks", { signal, anonymous: true })).items, []);
  const free = useLoad(_appointments, []);
  return html`<${Heading} lead=${t("lead")}>${titles.desks}<//>
    <p>${t("bring")}</p>
    <${Loaded} of=${load}>
      ${(/** @type {Desk[]} */ desks) => html`<ul class="desks">
        ${desks.map((desk) => html`<li key=${desk.id}><${DeskBox} ...${{ desk, free }} /></li>`)}
      </ul>`}
    <//>
    <section aria-labelledby="phone" class="box talk">
      <h2 id="phone">${t("phone")}</h2>
      <p>${t("phone_more")}</p>
      <p><a class="btn btn-outline-primary" href=${CALL.address}>${t("call", { number: CALL.number })}</a></p>
    </section>`;
}

/** @param {{desk: Desk, free: import("../../shared/load.js").Load<Appointment[]>}} props */
const DeskBox = ({ desk, free }) =>
  html`<article class="box">
    <h2>${desk.name}</h2>
    <${Facts}
      of=${[
        [t("address"), html`<span lang=${inItalian}>${desk.address}</span>`],
        [t("hours"), html`<span lang=${inItalian}>${desk.opening_hours}</span>`],
        [t("who"), desk.kind === "company" ? t("company") : ""],
      ]}
    />
    <h3>${t("next")}</h3>
    <${Loaded} of=${free}>${(/** @type {Appointment[]} */ all) => html`<${Next} desk=${desk} appointments=${all.filter((one) => one.desk_id === desk.id)} />`}<//>
  </article>`;

/** @param {{desk: Desk, appointments: Appointment[]}} props */
function Next({ desk, appointments }) {
  if (!appointments.length) return html`<p>${t("none")}</p>`;
  return html`<ul class="plain-list">
      ${appointments.slice(0, NEXT).map((session) => html`<${DateRow} key=${session.id} session=${session} dated=${true} />`)}
    </ul>
    <p><a href=${link(`/offerte/${appointments[0].offering_id}`)}>${t("all")}<span class="visually-hidden">: ${desk.name}</span></a></p>`;
}

/** The coming appointments that can be had, each with its desk. @param {AbortSignal} signal @returns {Promise<Appointment[]>} */
async function _appointments(signal) {
  const period = `from_on=${today()}&to_on=${daysAfter(today(), AHEAD_DAYS)}`;
  const [offerings, sessions] = await Promise.all([
    all("/v1/offerings?category=social_point", { signal, anonymous: true }),
    all(`/v1/sessions?category=social_point&${period}`, { signal, anonymous: true }),
  ]);
  const deskOf = new Map(offerings.items.map((/** @type {Offering} */ offering) => [offering.id, offering.desk_id]));
  return sessions.items
    .map((/** @type {Session} */ session) => ({ ...session, desk_id: deskOf.get(session.offering_id) }))
    .filter((/** @type {Session} */ session) => wayTo(session) === "book");
}
