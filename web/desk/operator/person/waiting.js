/** What a person waits for, in which place and why; and waiting no more. */
import { useState } from "preact/hooks";

import texts from "#texts/desk-operator";

import { all, post } from "../../../shared/api.js";
import { whenOf } from "../../../shared/format.js";
import { ActionButton } from "../../../shared/form.js";
import { html } from "../../../shared/html.js";
import { Loaded, useLoad } from "../../../shared/load.js";
import { reader, wordOf } from "../../../shared/texts.js";
import { Badge, inItalian } from "../../../shared/ui.js";
import { useSaid } from "../../parts/said.js";
import { JointSummary } from "../booking/joint-summary.js";

const t = reader(texts);
const STANDING = ["waiting", "offered"];

/** @typedef {import("../../../../build/pages/api").components["schemas"]["WaitingView"]} Waiting */

/** @param {{person: import("../served.js").Person}} props */
export function Waiting({ person }) {
  const load = useLoad((signal) => all(`/v1/people/${person.id}/waiting-list-entries`, { signal }), [person.id]);
  const { said, say } = useSaid();
  const [offer, setOffer] = useState(/** @type {{id: string, quoted: any} | null} */ (null));
  /** @param {string} text */
  const end = (text) => {
    say(text);
    setOffer(null);
    load.again();
  };
  if (offer) {
    return html`<${JointSummary} quoted=${offer.quoted} back=${() => setOffer(null)} commit=${async (/** @type {string} */ key) => {
      await post(`/v1/waiting-list-entries/${offer.id}/acceptance`, { quote_token: offer.quoted.token }, { key });
      end(t("waiting_booked"));
    }} />`;
  }
  return html`${said}
    <${Loaded} of=${load}>
      ${(/** @type {{items: Waiting[]}} */ { items }) =>
        items.length
          ? html`<ul class="cards">
              ${items.map(
                (one) => html`<li key=${one.entry.id}>
                  <${Card} waiting=${one} quoted=${(/** @type {any} */ quoted) => setOffer({ id: one.entry.id, quoted })} left=${() => end(t("waiting_left"))} />
                </li>`,
              )}
            </ul>`
          : html`<p class="nothing">${t("waiting_none")}</p>`}
    <//>`;
}

/** @param {{waiting: Waiting, quoted: (quoted: any) => void, left: () => void}} props */
function Card({ waiting: { entry, position, why }, quoted, left }) {
  const path = `/v1/waiting-list-entries/${entry.id}`;
  return html`<article class="box">
    <h3 lang=${inItalian}>${entry.title}</h3>
    <p>${whenOf(entry.starts_at)} · ${entry.provider_name}</p>
    <p><${Badge} kind=${entry.state === "offered" ? "success" : "secondary"}>${wordOf(texts, "entry", entry.state)}<//></p>
    ${position && html`<p>${t("waiting_position", { position })} ${wordOf(texts, "turn", why)}</p>`}
    ${entry.offer_until_at && html`<p><strong>${t("waiting_until", { until: whenOf(entry.offer_until_at) })}</strong></p>`}
    <div class="buttons">
      ${entry.state === "offered" && html`<${ActionButton} small act=${async () => quoted(await post(`${path}/quotes`, {}))}>${t("waiting_take")}<//>`}
      ${STANDING.includes(entry.state) &&
      html`<${ActionButton} small kind="outline-danger" act=${async (/** @type {string} */ key) => {
        await post(`${path}/withdrawal`, {}, { key });
        left();
      }}>${t("waiting_leave")}<//>`}
    </div>
  </article>`;
}
