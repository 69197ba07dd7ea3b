/** What one waits for: the places that are kept first, then each list with the position and why. */
import texts from "#texts/waiting";
import titles from "#texts/titles";

import { whenOf } from "../../shared/format.js";
import { html } from "../../shared/html.js";
import { Loaded, useLoad } from "../../shared/load.js";
import { link } from "../../shared/router.js";
import { reader, wordOf } from "../../shared/texts.js";
import { Badge, Heading, inItalian } from "../../shared/ui.js";
import { nameOf, ofEach, peopleOf } from "../people.js";

const t = reader(texts);
const OPEN = ["offered", "waiting"];

/** @typedef {import("../booking/stage.js").Schemas["WaitingView"]} Waiting */
/** @typedef {import("../people.js").Someone} Someone */

/** @param {{account: any}} props */
export default function WaitingPage({ account }) {
  const load = useLoad(async (signal) => {
    const people = await peopleOf(account, signal);
    const found = /** @type {Waiting[]} */ (await ofEach(people, "waiting-list-entries", signal));
    return { people, entries: [...new Map(found.map((one) => [one.entry.id, one])).values()] }; // a group is in several lists
  }, [account.id]);
  return html`<${Heading} lead=${t("lead")}>${titles.waiting}<//>
    <${Loaded} of=${load}>${(/** @type {any} */ known) => html`<${Entries} ...${known} />`}<//>`;
}

/** @param {{people: Someone[], entries: Waiting[]}} props */
function Entries({ people, entries }) {
  const open = entries.filter(({ entry }) => OPEN.includes(entry.state));
  const sorted = open.sort((one, other) => OPEN.indexOf(one.entry.state) - OPEN.indexOf(other.entry.state) || one.entry.starts_at.localeCompare(other.entry.starts_at));
  const over = entries.filter(({ entry }) => !OPEN.includes(entry.state));
  return html`${!open.length && html`<p class="nothing">${t("none")}</p>`}
    ${sorted.length > 0 && html`<h2>${t("open")}</h2>`}
    <ul class="cards">${sorted.map((one) => html`<li key=${one.entry.id}><${Card} waiting=${one} people=${people} /></li>`)}</ul>
    ${over.length > 0 && html`<h2>${t("over")}</h2>
      <ul class="cards">${over.map((one) => html`<li key=${one.entry.id}><${Card} waiting=${one} people=${people} /></li>`)}</ul>`}`;
}

/** @param {{waiting: Waiting, people: Someone[]}} props */
const Card = ({ waiting: { entry, position, why }, people }) =>
  html`<article class="box">
    <h3><a href=${link(`/attese/${entry.id}`)} lang=${inItalian}>${entry.title}</a></h3>
    <p><strong>${whenOf(entry.starts_at)}</strong><br /><span lang=${inItalian}>${entry.provider_name}</span><br />
      ${entry.person_ids.map((id) => nameOf(people, id)).join(", ")}</p>
    <p><${Badge} kind=${entry.state === "offered" ? "success" : "secondary"}>${wordOf(texts, "state", entry.state)}<//></p>
    ${entry.state === "offered" && entry.offer_until_at && html`<p>${t("kept_until", { until: whenOf(entry.offer_until_at) })}</p>`}
    ${position !== null && html`<p>${t("position", { position })} ${wordOf(texts, "why", why)}</p>`}
  </article>`;
