/** The field for a tax code: it says what the code says, while it is typed, and stops nobody from typing. */
import texts from "#texts/desk-operator";

import { today } from "../../shared/clock.js";
import { shortDayOf } from "../../shared/format.js";
import { Field } from "../../shared/fields.js";
import { html } from "../../shared/html.js";
import { reader, word } from "../../shared/texts.js";
import { read } from "./tax-code.js";

const t = reader(texts);

/** @param {string} typed */
export const reading = (typed) => read(typed, today());

/**
 * What is wrong with a code that is about to be sent, by the name of its field. One that is empty is the form's matter.
 *
 * @param {string} name
 * @param {string} typed
 * @returns {Record<string, string>}
 */
export function faultsOf(name, typed) {
  const { missing, fault } = reading(typed);
  if (!typed || (!missing && !fault)) return {};
  return { [name]: missing ? t("code_short", { count: missing }) : t(`code_${/** @type {"shape"} */ (fault)}`) };
}

/**
 * @param {{name: string, label: string, value: string, hint?: string, required?: boolean, told?: boolean}} props
 *   told: whether it also says when and where one was born
 */
export function CodeField({ name, label, value, hint, required = false, told = false }) {
  const { missing, fault, bornOn, birthPlace } = reading(value);
  return html`<div class="code-field">
    <${Field} name=${name} label=${label} hint=${hint} required=${required} maxlength="24" autocomplete="off" spellcheck="false" />
    <p class="told">
      ${value && missing > 0 && html`<span aria-hidden="true">${t("code_to_come", { count: missing })}</span>`}
      <span role="status">${value && !missing && _said()}</span>
    </p>
  </div>`;

  function _said() {
    if (fault) return faultsOf(name, value)[name];
    return told ? t("code_tells", { day: shortDayOf(bornOn[0]), place: placeOf(birthPlace) }) : t("code_whole");
  }
}

/** Where a cadastral code is, as far as one knows here. @param {string} code */
export function placeOf(code) {
  const known = word("municipality", code);
  if (known !== code) return known;
  return t(code.startsWith("Z") ? "born_abroad" : "born_elsewhere", { code });
}
