/** The hours of help at home that were asked for, and the answers. */
import { useState } from "preact/hooks";

import texts from "#texts/homecare";
import titles from "#texts/titles";

import { get, post } from "../../shared/api.js";
import { ActionButton } from "../../shared/form.js";
import { hours, shortDayOf, weekdayOf, whenOf } from "../../shared/format.js";
import { html } from "../../shared/html.js";
import { Loaded, useLoad } from "../../shared/load.js";
import { link } from "../../shared/router.js";
import { reader, wordOf } from "../../shared/texts.js";
import { Badge, Heading, inItalian, Notice } from "../../shared/ui.js";
import { Resume, unanswered } from "../booking/commit.js";
import { nameOf, ofEach, peopleOf } from "../people.js";
import { Proposal } from "../homecare/proposal.js";
import { WEEKDAYS } from "../homecare/weekdays.js";

const t = reader(texts);

/** @typedef {import("../booking/stage.js").Schemas} Schemas */
/** @typedef {import("../people.js").Someone} Someone */
/** @typedef {Schemas["HomeRequestView"] & {offering: Schemas["OfferingView"] | null}} Asked */

/** @param {{query: URLSearchParams, account: any}} props */
export default function HomeRequests({ query, account }) {
  const load = useLoad(async (signal) => {
    const people = await peopleOf(account, signal);
    const found = /** @type {Schemas["HomeRequestView"][]} */ (await ofEach(people, "home-requests", signal));
    const offerings = await Promise.all(found.map(({ offering_id }) => get(`/v1/offerings/${offering_id}`, { signal, anonymous: true }).catch(() => null)));
    const asked = found.map((one, at) => /** @type {Asked} */ ({ ...one, offering: offerings[at] }));
    return { people, asked: asked.sort((one, other) => other.asked_at.localeCompare(one.asked_at)) };
  }, [account.id]);
  const sent = unanswered();
  return html`<${Heading} lead=${t("lead")}>${titles["home-requests"]}<//>
    ${query.get("inviata") && html`<${Notice} kind="success" title=${t("sent")}><p>${t("sent_next")}</p><//>`}
    ${sent && html`<${Resume} sent=${sent} done=${load.again} refused=${load.again} />`}
    <${Loaded} of=${load}>
      ${(/** @type {{people: Someone[], asked: Asked[]}} */ { people, asked }) => html`
        ${!asked.length && html`<p class="nothing">${t("none")}</p>
          <p><a class="btn btn-primary" href=${link("/catalogo?category=silver_care")}>${t("to_catalogue")}</a></p>`}
        ${asked.map((one) => html`<${Request} key=${one.id} request=${one} people=${people} again=${load.again} />`)}`}
    <//>`;
}

/** @param {{request: Asked, people: Someone[], again: () => void}} props */
function Request({ request, people, again }) {
  const [open, setOpen] = useState(false);
  const proposed = request.state === "proposed";
  return html`<article class="box">
    <h2 lang=${inItalian}>${request.offering?.title ?? t("withdrawn_offering")}</h2>
    <p><${Badge} kind=${proposed ? "success" : "secondary"}>${wordOf(texts, "state", request.state)}<//></p>
    <p>${t("asked", { name: nameOf(people, request.person_id), time: hours(request.week_minutes), from: shortDayOf(request.from_on), to: shortDayOf(request.to_on) })}</p>
    <ul>${request.preferred.map((one) => html`<li>${_day(one.weekday)}, ${one.from_time}–${one.to_time}</li>`)}</ul>
    ${request.state === "asked" && html`<p>${t("answer_until", { until: whenOf(request.answer_until_at) })}</p>
      <${ActionButton} kind="outline-danger" act=${() => post(`/v1/home-requests/${request.id}/withdrawal`, {}).then(again)}>${t("withdraw")}<//>`}
    ${request.reason && html`<p>${t("reason")} «<span lang=${inItalian}>${request.reason}</span>»</p>`}
    ${proposed && html`<p>${t("proposal", { count: request.session_ids.length })}</p>
      <button type="button" class="btn btn-primary" aria-expanded=${open} onClick=${() => setOpen(!open)}>${t("proposal_see")}</button>
      ${open && html`<${Proposal} request=${request} people=${people} />`}`}
  </article>`;
}

/** @param {string} name */
const _day = (name) => weekdayOf(WEEKDAYS.find(([one]) => one === name)?.[1] ?? WEEKDAYS[0][1])[0];
