/** After a "no": the smallest changes with which the same person would have a place. */
import texts from "#texts/desk-operator";

import { post } from "../../../shared/api.js";
import { money, sum, whenOf } from "../../../shared/format.js";
import { ActionButton } from "../../../shared/form.js";
import { html } from "../../../shared/html.js";
import { Loaded, useLoad } from "../../../shared/load.js";
import { reader, wordOf } from "../../../shared/texts.js";
import { inItalian } from "../../../shared/ui.js";

const t = reader(texts);
const WAITING = "waiting_list";

/** @typedef {import("../../../../build/pages/api").components["schemas"]["AdviceView"]} Advice */

/** @param {{ask: object, go: (ask: object) => Promise<void>}} props */
export function Ways({ ask, go }) {
  const load = useLoad(() => post("/v1/why-not", ask), []);
  return html`<${Loaded} of=${load}>
    ${(/** @type {Advice} */ { ways }) =>
      ways.length > 0 &&
      html`<h4>${t("ways")}</h4>
        <ul class="cards">${ways.map((way, at) => html`<li key=${at}><${Way} way=${way} go=${go} /></li>`)}</ul>`}
  <//>`;
}

/** A way that cancels something first is told, not taken: the operator cancels it under "bookings". @param {{way: Advice["ways"][number], go: (ask: object) => Promise<void>}} props */
const Way = ({ way, go }) =>
  html`<article class="box">
    <p><strong>${way.changes.map((one) => wordOf(texts, "change", one)).join(", ")}</strong></p>
    <p><span lang=${inItalian}>${way.session.title}</span> · ${way.session.provider_name}<br />${whenOf(way.session.starts_at, way.session.ends_at)}</p>
    ${way.cancels.map((one) => html`<p>${t("way_cancels", { what: one.title, when: whenOf(one.starts_at), due: sum(one.charged_cents) })}</p>`)}
    ${way.price_cents !== null && html`<p>${money(way.price_cents)}${way.own_cents ? ` · ${t("own_money")}: ${sum(way.own_cents)}` : ""}</p>`}
    ${way.in_line !== null && html`<p>${t("in_line", { count: way.in_line })}</p>`}
    ${!way.cancels.length && !way.changes.includes(WAITING) && html`<${ActionButton} small act=${() => go(way.ask)}>${t("to_summary")}<//>`}
  </article>`;
