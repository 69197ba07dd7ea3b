/** What can be had with a session: options at their price, and how many come along. */
import texts from "#texts/desk-operator";

import { money } from "../../../shared/format.js";
import { html } from "../../../shared/html.js";
import { reader } from "../../../shared/texts.js";
import { inItalian } from "../../../shared/ui.js";

const t = reader(texts);

/** @typedef {import("./dates.js").Session} Session */
/** @typedef {{options: Record<string, number>, guests: number}} Chosen */

/** Nothing of it, to begin with. @param {Session} session @returns {Chosen} */
export const extrasOf = (session) => ({ options: Object.fromEntries(session.options.map((one) => [one.id, 0])), guests: 0 });

/** @param {{session: Session, chosen: Chosen, choose: (chosen: Chosen) => void}} props */
export function Extras({ session, chosen, choose }) {
  return html`${session.options.map((option) =>
    _count(option.id, html`<span lang=${inItalian}>${option.title}</span> (${money(option.price_cents)})`, option.quantity_max, chosen.options[option.id], (count) =>
      choose({ ...chosen, options: { ...chosen.options, [option.id]: count } }),
    ),
  )}
  ${session.guests_max > 0 && _count("guests", t("guests"), session.guests_max, chosen.guests, (count) => choose({ ...chosen, guests: count }))}`;

  /** @param {string} name @param {any} label @param {number} most @param {number} value @param {(count: number) => void} set */
  function _count(name, label, most, value, set) {
    const id = `${session.id}-${name}`;
    return html`<div class="field">
      <label for=${id}>${label}</label>
      <input id=${id} type="number" class="form-control" min="0" max=${most} value=${value}
        onInput=${(/** @type {any} */ event) => set(Math.max(0, Math.min(most, Number(event.currentTarget.value) || 0)))} />
    </div>`;
  }
}
