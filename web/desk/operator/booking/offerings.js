/** What there is to book, in the day's drawn order: the operator steers nobody to a cooperative. */
import { useEffect, useRef, useState } from "preact/hooks";

import texts from "#texts/desk-operator";

import { get } from "../../../shared/api.js";
import { money } from "../../../shared/format.js";
import { html } from "../../../shared/html.js";
import { Loaded, useLoad, useSettled } from "../../../shared/load.js";
import { reader, word } from "../../../shared/texts.js";
import { Badge, inItalian } from "../../../shared/ui.js";
import { CATEGORIES } from "../../territory.js";

const t = reader(texts);
const SHOWN = 12;

/** @typedef {import("./book.js").Offering} Offering */

/** @param {{choose: (offering: Offering) => void}} props */
export function Offerings({ choose }) {
  const [wanted, setWanted] = useState({ text: "", category: "" });
  const asked = useSettled(wanted);
  const load = useLoad((signal) => get(_address(asked), { signal, anonymous: true }), [_address(asked)]);
  return html`<form role="search" class="fields" aria-label=${t("offerings_search")} onSubmit=${(/** @type {Event} */ event) => event.preventDefault()}>
      <div class="field">
        <label for="wanted-text">${t("offerings_text")}</label>
        <input id="wanted-text" type="search" class="form-control" maxlength="200" value=${wanted.text}
          onInput=${(/** @type {any} */ event) => setWanted({ ...wanted, text: event.currentTarget.value })} />
      </div>
      <div class="field">
        <label for="wanted-category">${t("offerings_category")}</label>
        <select id="wanted-category" class="form-control form-select" value=${wanted.category}
          onChange=${(/** @type {any} */ event) => setWanted({ ...wanted, category: event.currentTarget.value })}>
          <option value="">${t("any")}</option>
          ${CATEGORIES.map((one) => html`<option value=${one}>${word("category", one)}</option>`)}
        </select>
      </div>
    </form>
    <${Loaded} of=${load}>
      ${(/** @type {{items: Offering[], next: string | null}} */ { items, next }) => html`
        <p role="status">${t("offerings_count", { count: items.length })}${next ? ` ${t("offerings_more")}` : ""}</p>
        <p class="small">${t("offerings_order")}</p>
        <ul class="cards">${items.map((one) => html`<li key=${one.id}><${Card} offering=${one} choose=${choose} /></li>`)}</ul>
      `}
    <//>`;
}

/** @param {{offering: Offering, choose: (offering: Offering) => void}} props */
const Card = ({ offering, choose }) =>
  html`<article class="box">
    <h3 lang=${inItalian}>${offering.title}</h3>
    <p>${offering.provider_name} · <span lang=${inItalian}>${offering.place}</span></p>
    <p><strong>${money(offering.price_cents)}</strong> ${offering.price_cents > 0 && word("unit", offering.price_unit)}</p>
    ${offering.accepts_vouchers && html`<p><${Badge} kind="success">${t("voucher_badge")}<//></p>`}
    <button type="button" class="btn btn-sm btn-primary" onClick=${() => choose(offering)}
      aria-label=${t("choose_this", { what: offering.title, who: offering.provider_name })}>${t("choose")}</button>
  </article>`;

/** @param {{text: string, category: string}} wanted */
function _address({ text, category }) {
  const query = new URLSearchParams({ limit: String(SHOWN) });
  if (text.trim()) query.set("text", text.trim());
  if (category) query.set("category", category);
  return `/v1/offerings?${query}`;
}

/** The heading of a step, which takes the focus when one arrives at it. @param {{children?: any}} props */
export function StepHeading({ children }) {
  const place = useRef(/** @type {HTMLHeadingElement | null} */ (null));
  useEffect(() => place.current?.focus(), []);
  return html`<h3 tabindex="-1" ref=${place}>${children}</h3>`;
}
