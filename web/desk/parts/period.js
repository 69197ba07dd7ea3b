/** The days that figures are about: chosen by who reads them, and kept in the address. */
import { useState } from "preact/hooks";

import texts from "#texts/desk-parts";

import { today } from "../../shared/clock.js";
import { daysAfter } from "../../shared/format.js";
import { html } from "../../shared/html.js";
import { note } from "../../shared/router.js";
import { reader } from "../../shared/texts.js";

/** @typedef {{da: string, a: string}} Span */

const t = reader(texts);

/**
 * What the address says, or so many days until today.
 *
 * @param {URLSearchParams} query
 * @param {number} days
 * @returns {[Span, (next: Partial<Span>) => void]}
 */
export function useSpan(query, days) {
  const [span, setSpan] = useState({ da: query.get("da") || daysAfter(today(), -days), a: query.get("a") || today() });
  return [
    span,
    (next) => {
      setSpan({ ...span, ...next });
      note(next);
    },
  ];
}

/** @param {{span: Span, change: (next: Partial<Span>) => void}} props */
export const Period = ({ span, change }) =>
  html`<div class="fields">
    <${Day} name="da" label=${t("from_day")} value=${span.da} most=${span.a} change=${change} />
    <${Day} name="a" label=${t("to_day")} value=${span.a} most=${today()} change=${change} />
  </div>`;

/** What a span is called in a question to the platform. @param {Span} span */
export const asked = (span) => `from_on=${span.da}&to_on=${span.a}`;

/** @param {{name: string, label: string, value: string, most: string, change: (next: any) => void}} props */
const Day = ({ name, label, value, most, change }) =>
  html`<div class="field">
    <label for=${name}>${label}</label>
    <input id=${name} type="date" class="form-control" value=${value} max=${most} required
      onChange=${(/** @type {any} */ event) => event.currentTarget.value && change({ [name]: event.currentTarget.value })} />
  </div>`;
