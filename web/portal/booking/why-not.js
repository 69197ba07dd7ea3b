/** A place that cannot be had so: every reason, and the ways to one, each a press away. */
import texts from "#texts/booking";

import { post } from "../../shared/api.js";
import { ActionButton } from "../../shared/form.js";
import { sum, whenOf } from "../../shared/format.js";
import { html } from "../../shared/html.js";
import { Loaded, useLoad } from "../../shared/load.js";
import { go, link } from "../../shared/router.js";
import { reader, wordOf } from "../../shared/texts.js";
import { inItalian, ProblemNotice } from "../../shared/ui.js";
import { aloneIn, enter } from "./stage.js";

const t = reader(texts);
const NO_PLACE = ["session_full", "too_few_places", "waiting_list_first"];

/** @typedef {import("./stage.js").Schemas} Schemas */

/** @param {{session: Schemas["SessionView"], wish: import("./stage.js").Wish, problem: import("../../shared/problem.js").Problem}} props */
export function Refused({ session, wish, problem }) {
  const together = wish.people.length > 1;
  const full = NO_PLACE.includes(problem.code) || problem.reasons.some(({ code }) => NO_PLACE.includes(code ?? ""));
  return html`<${ProblemNotice} problem=${problem} focus=${true} />
    ${!together && !wish.weekly && html`<${Ways} session=${session} wish=${wish} />`}
    ${together && full && html`<p>${t("wait_together")}</p><${Join} session=${session} people=${wish.people} />`}
    <div class="buttons">
      <button type="button" class="btn btn-outline-primary" onClick=${() => history.back()}>${t("back")}</button>
      <a class="btn btn-outline-primary" href=${link(`/offerte/${session.offering_id}`)}>${t("to_offering")}</a>
      <a class="btn btn-outline-primary" href=${link("/prenotazioni")}>${t("to_bookings")}</a>
    </div>`;
}

/** @param {{session: Schemas["SessionView"], wish: import("./stage.js").Wish}} props */
function Ways({ session, wish }) {
  const load = useLoad(() => post("/v1/why-not", aloneIn(session.id, wish)), [session.id, JSON.stringify(wish)]);
  return html`<${Loaded} of=${load}>
    ${(/** @type {Schemas["AdviceView"]} */ { ways }) =>
      ways.length > 0 &&
      html`<h2>${t("ways")}</h2>
        <ul class="cards">${ways.map((way) => html`<li key=${JSON.stringify(way.ask) + way.changes}><${Way} way=${way} wish=${wish} session=${session} /></li>`)}</ul>`}
  <//>`;
}

/** @param {{way: Schemas["WayView"], wish: import("./stage.js").Wish, session: Schemas["SessionView"]}} props */
function Way({ way, wish, session }) {
  const waits = way.changes.includes("waiting_list");
  return html`<div class="box">
    <h3>${way.changes.map((change) => wordOf(texts, "change", change)).join(" + ")}</h3>
    <p><span lang=${inItalian}>${way.session.title}</span><br />${whenOf(way.session.starts_at, way.session.ends_at)}<br />
      <span lang=${inItalian}>${way.session.provider_name} · ${way.session.place}</span></p>
    ${way.own_cents !== null && html`<p>${t(way.own_cents ? "way_costs" : "way_paid", { price: sum(way.price_cents ?? 0), own: sum(way.own_cents) })}</p>`}
    ${waits && html`<p>${t("in_line", { count: way.in_line ?? 0 })}</p><${Join} session=${session} people=${wish.people} />`}
    ${way.cancels.map((one) => html`<p>${t(one.charged_cents ? "way_cancels_costs" : "way_cancels", { when: whenOf(one.starts_at), sum: sum(one.charged_cents) })}${" "}
      <a href=${link(`/prenotazioni/${one.booking_id}`)} lang=${inItalian}>${one.title}</a></p>`)}
    ${!waits && !way.cancels.length && html`<button type="button" class="btn btn-primary" onClick=${() => _go(way)}>
      ${t("way_go", { when: whenOf(way.session.starts_at) })}</button>`}
  </div>`;
}

/** Wait for a place, alone or all together. @param {{session: Schemas["SessionView"], people: string[]}} props */
function Join({ session, people }) {
  /** @param {string} key */
  const join = async (key) => {
    const { entry } = await post(`/v1/sessions/${session.id}/waiting-list`, { person_ids: people }, { key });
    go(`/attese/${entry.id}`);
  };
  return html`<${ActionButton} act=${join}>${t("wait")}<//>`;
}

/** @param {Schemas["WayView"]} way */
function _go({ ask }) {
  const { session_id, person_id, options, guests, moves_booking_id: moves, voucher_id: voucher, voucher_ids: vouchers } = ask;
  enter(session_id, { step: "plan", wish: { people: [person_id], options, guests, weekly: null, moves, voucher, vouchers } });
}
