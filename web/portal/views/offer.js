/** One entry of a waiting list: where one is, or the place that is kept, how it would be paid, and the answer. */
import { useState } from "preact/hooks";

import texts from "#texts/waiting";
import titles from "#texts/titles";

import { get, newKey, post } from "../../shared/api.js";
import { ActionButton } from "../../shared/form.js";
import { whenOf } from "../../shared/format.js";
import { html } from "../../shared/html.js";
import { Loaded, useLoad } from "../../shared/load.js";
import { link } from "../../shared/router.js";
import { reader, wordOf } from "../../shared/texts.js";
import { Facts, Heading, inItalian, Notice, useTitle } from "../../shared/ui.js";
import { Commit, Resume, unanswered } from "../booking/commit.js";
import { Means, spendable } from "../booking/means.js";
import { nameOf, ofEach, peopleOf } from "../people.js";
import { PaymentPlan, Terms, What } from "../booking/plan.js";

const t = reader(texts);

/** @typedef {import("../booking/stage.js").Schemas} Schemas */
/** @typedef {import("../people.js").Someone} Someone */

/** @param {{params: {id: string}, account: any}} props */
export default function Offer({ params, account }) {
  const load = useLoad(async (signal) => {
    const [waiting, people] = await Promise.all([get(`/v1/waiting-list-entries/${params.id}`, { signal }), peopleOf(account, signal)]);
    return { waiting: /** @type {Schemas["WaitingView"]} */ (waiting), people };
  }, [params.id]);
  const entry = load.value?.waiting.entry;
  useTitle(entry && `${titles.offer}: ${entry.title}`);
  return html`<${Heading} lead=${entry && whenOf(entry.starts_at)}>${entry ? html`<span lang=${inItalian}>${entry.title}</span>` : titles.offer}<//>
    <${Loaded} of=${load}>
      ${(/** @type {any} */ known) => html`<${Entry} key=${known.waiting.entry.state + known.waiting.entry.declines} ...${known} again=${load.again} />`}
    <//>
    <p class="onward"><a href=${link("/attese")}>${t("to_waiting")}</a></p>`;
}

/** @param {{waiting: Schemas["WaitingView"], people: Someone[], again: () => void}} props */
function Entry({ waiting, people, again }) {
  const { entry, position, why } = waiting;
  const path = `/v1/waiting-list-entries/${entry.id}`;
  const names = entry.person_ids.map((id) => nameOf(people, id)).join(", ");
  const sent = unanswered();
  return html`<p role="status"><strong>${wordOf(texts, "told", entry.state)}</strong></p>
    ${entry.state !== "offered" && html`<${Facts} of=${[
      [t("who"), names],
      [t("provider"), html`<span lang=${inItalian}>${entry.provider_name}</span>`],
      [t("joined"), whenOf(entry.joined_at)],
      [t("your_position"), position !== null ? `${position}. ${wordOf(texts, "why", why)}` : null],
    ]} />`}
    ${entry.state === "waiting" && html`<p>${t("how")}</p>
      <${ActionButton} kind="outline-danger" act=${(/** @type {string} */ key) => post(`${path}/withdrawal`, {}, { key }).then(again)}>${t("leave")}<//>`}
    ${entry.state === "booked" && html`<p><a class="btn btn-primary" href=${link("/prenotazioni")}>${t("to_bookings")}</a></p>`}
    ${entry.state === "offered" && (sent
      ? html`<${Resume} sent=${sent} done=${again} refused=${again} />`
      : html`<${Kept} entry=${entry} people=${people} path=${path} again=${again} />`)}`;
}

/** The places that are kept, and the answer. @param {{entry: Schemas["EntryView"], people: Someone[], path: string, again: () => void}} props */
function Kept({ entry, people, path, again }) {
  const [chosen, setChosen] = useState(/** @type {string[] | null} */ (null));
  const load = useLoad(async (signal) => {
    const theirs = people.filter(({ id }) => entry.person_ids.includes(id));
    const [told, vouchers] = await Promise.all([post(`${path}/quotes`, { voucher_ids: chosen }), ofEach(theirs, "vouchers", signal)]);
    return { quoted: { missing: [], ...told }, vouchers, sent: { path: `${path}/acceptance`, token: told.token, key: newKey() } };
  }, [path, chosen]);
  return html`<${Notice} kind="success" title=${t("kept_until", { until: whenOf(entry.offer_until_at ?? entry.starts_at) })}><p>${t("silence")}</p><//>
    <${Loaded} of=${load}>
      ${(/** @type {any} */ { quoted, vouchers, sent }) => html`<${What} quoted=${quoted} people=${people} />
        <h2>${t("plan")}</h2>
        <${PaymentPlan} quoted=${quoted} vouchers=${vouchers} />
        ${spendable(vouchers).length > 0 && html`<${Means} vouchers=${entry.person_ids.length === 1 ? spendable(vouchers) : []} chosen=${chosen} choose=${setChosen} />`}
        <h2>${t("terms")}</h2>
        <${Terms} quoted=${quoted} />
        <${Commit} sent=${sent} done=${again} refused=${load.again}>${t("accept")}<//>`}
    <//>
    <p>${t(entry.declines ? "decline_last" : "decline_first")}</p>
    <${ActionButton} kind="outline-danger" act=${(/** @type {string} */ key) => post(`${path}/decline`, {}, { key }).then(again)}>${t("decline")}<//>`;
}
