/** What a place is known to have, and not to have; what nobody has looked at is said to be unknown. */
import texts from "#texts/premises";

import { shortDayOf } from "../../shared/format.js";
import { html } from "../../shared/html.js";
import { reader, wordOf } from "../../shared/texts.js";
import { Icon, inItalian } from "../../shared/ui.js";
import { PREMISES } from "../catalogue/filters.js";

/** @typedef {import("../../../build/pages/api").components["schemas"]["PremisesView"]} PremisesView */

const t = reader(texts);

/** @param {{premises: PremisesView}} props */
export function Premises({ premises }) {
  const told = /** @type {Record<string, boolean | null>} */ (/** @type {unknown} */ (premises));
  const known = PREMISES.filter((name) => told[name] !== null);
  const unknown = PREMISES.filter((name) => told[name] === null);
  return html`<h2>${t("title")}</h2>
    ${known.length === 0 && html`<p>${t("unknown")}</p>`}
    <ul class="plain-list premises">
      ${known.map((name) => html`<li>${told[name] ? html`<${Icon} name="check" />` : html`<${Icon} name="close" />`} ${wordOf(texts, "has", name)}: ${t(told[name] ? "yes" : "no")}</li>`)}
    </ul>
    ${premises.note && html`<p lang=${inItalian}>${premises.note}</p>`}
    ${known.length > 0 && unknown.length > 0 && html`<p>${t("partly", { list: unknown.map((name) => wordOf(texts, "has", name).toLocaleLowerCase()).join(", ") })}</p>`}
    ${premises.seen_on && html`<p class="small">${t("known", { day: shortDayOf(premises.seen_on) })}</p>`}`;
}
