/** The fields of a form: each with its label, its hint and its error. */
import { placeOf, useFormAround } from "./form.js";
import { html } from "./html.js";
import { t } from "./texts.js";

/**
 * One line of text, or what `type` says. `inputmode`, `autocomplete`, `min`, `max`, `maxlength` and the like go to the input.
 *
 * @param {{name: string, label: string, hint?: string, type?: string, required?: boolean, [more: string]: any}} props
 */
export function Field({ name, label, hint, type = "text", required = false, ...more }) {
  const form = useFormAround();
  return html`<${Frame} ...${{ name, label, hint, required }}>
    <input
      ...${more}
      id=${placeOf(name)}
      name=${name}
      type=${type}
      class="form-control"
      required=${required}
      value=${form.values[name] ?? ""}
      onInput=${(/** @type {any} */ event) => form.set(name, event.currentTarget.value)}
      aria-invalid=${form.errors[name] ? "true" : undefined}
      aria-describedby=${_described(form, name, hint)}
    />
  <//>`;
}

/** Several lines of text. @param {{name: string, label: string, hint?: string, required?: boolean, rows?: number, maxlength?: number}} props */
export function TextArea({ name, label, hint, required = false, rows = 4, maxlength }) {
  const form = useFormAround();
  return html`<${Frame} ...${{ name, label, hint, required }}>
    <textarea
      id=${placeOf(name)}
      name=${name}
      class="form-control"
      rows=${rows}
      maxLength=${maxlength}
      required=${required}
      value=${form.values[name] ?? ""}
      onInput=${(/** @type {any} */ event) => form.set(name, event.currentTarget.value)}
      aria-invalid=${form.errors[name] ? "true" : undefined}
      aria-describedby=${_described(form, name, hint)}
    ></textarea>
  <//>`;
}

/**
 * One of a few. Options are [value, text].
 * @param {{name: string, label: string, hint?: string, required?: boolean, options: [string, string][], empty?: string}} props
 */
export function Select({ name, label, hint, required = false, options, empty }) {
  const form = useFormAround();
  return html`<${Frame} ...${{ name, label, hint, required }}>
    <select
      id=${placeOf(name)}
      name=${name}
      class="form-control form-select"
      required=${required}
      value=${form.values[name] ?? ""}
      onChange=${(/** @type {any} */ event) => form.set(name, event.currentTarget.value)}
      aria-invalid=${form.errors[name] ? "true" : undefined}
      aria-describedby=${_described(form, name, hint)}
    >
      ${empty !== undefined && html`<option value="">${empty}</option>`}
      ${options.map(([value, text]) => html`<option value=${value}>${text}</option>`)}
    </select>
  <//>`;
}

/** Yes or no. @param {{name: string, label: string, hint?: string, required?: boolean}} props */
export function Check({ name, label, hint, required = false }) {
  const form = useFormAround();
  return html`<div class="field field-check">
    <input
      id=${placeOf(name)}
      name=${name}
      type="checkbox"
      required=${required}
      checked=${Boolean(form.values[name])}
      onChange=${(/** @type {any} */ event) => form.set(name, event.currentTarget.checked)}
      aria-invalid=${form.errors[name] ? "true" : undefined}
      aria-describedby=${_described(form, name, hint)}
    />
    <label for=${placeOf(name)}>${label}</label>
    ${hint && html`<p class="hint" id=${`${placeOf(name)}-hint`}>${hint}</p>`}
    ${form.errors[name] && html`<p class="field-error" id=${`${placeOf(name)}-error`}>${form.errors[name]}</p>`}
  </div>`;
}

/** Several that belong together, under one name: its error stands here. @param {{name: string, label: string, hint?: string, children?: any}} props */
export function Group({ name, label, hint, children }) {
  const form = useFormAround();
  return html`<fieldset class="field choice choice-inline" id=${placeOf(name)} tabindex="-1" aria-describedby=${_described(form, name, hint)}>
    <legend>${label}</legend>
    ${hint && html`<p class="hint" id=${`${placeOf(name)}-hint`}>${hint}</p>`}
    ${form.errors[name] && html`<p class="field-error" id=${`${placeOf(name)}-error`}>${form.errors[name]}</p>`} ${children}
  </fieldset>`;
}

/** A file of one's own; its value is the file. @param {{name: string, label: string, hint?: string, accept: string, required?: boolean}} props */
export function FileField({ name, label, hint, accept, required = false }) {
  const form = useFormAround();
  return html`<${Frame} ...${{ name, label, hint, required }}>
    <input
      id=${placeOf(name)}
      name=${name}
      type="file"
      class="form-control"
      accept=${accept}
      required=${required}
      onChange=${(/** @type {any} */ event) => form.set(name, event.currentTarget.files[0] ?? null)}
      aria-invalid=${form.errors[name] ? "true" : undefined}
      aria-describedby=${_described(form, name, hint)}
    />
  <//>`;
}

/**
 * One of several that are all in view. Options are [value, text, hint?].
 * @param {{name: string, label: string, hint?: string, required?: boolean, options: [string, any, any?][], inline?: boolean}} props
 */
export function Choice({ name, label, hint, required = false, options, inline = false }) {
  const form = useFormAround();
  return html`<fieldset
    class="field choice ${inline ? "choice-inline" : ""}"
    id=${placeOf(name)}
    tabindex="-1"
    aria-describedby=${_described(form, name, hint)}
  >
    <legend>${label}${!required && html` <span class="optional">${t("optional")}</span>`}</legend>
    ${hint && html`<p class="hint" id=${`${placeOf(name)}-hint`}>${hint}</p>`}
    ${form.errors[name] && html`<p class="field-error" id=${`${placeOf(name)}-error`}>${form.errors[name]}</p>`}
    ${options.map(
      ([value, text, more]) => html`<div class="field-check">
        <input
          type="radio"
          id=${`${placeOf(name)}-${value}`}
          name=${name}
          value=${value}
          required=${required}
          checked=${form.values[name] === value}
          onChange=${() => form.set(name, value)}
        />
        <label for=${`${placeOf(name)}-${value}`}>${text}</label>
        ${more && html`<p class="hint">${more}</p>`}
      </div>`,
    )}
  </fieldset>`;
}

/** @param {{name: string, label: string, hint?: string, required: boolean, children?: any}} props */
function Frame({ name, label, hint, required, children }) {
  const form = useFormAround();
  return html`<div class="field">
    <label for=${placeOf(name)}>${label}${!required && html` <span class="optional">${t("optional")}</span>`}</label>
    ${hint && html`<p class="hint" id=${`${placeOf(name)}-hint`}>${hint}</p>`}
    ${form.errors[name] && html`<p class="field-error" id=${`${placeOf(name)}-error`}>${form.errors[name]}</p>`} ${children}
  </div>`;
}

/** @param {import("./form.js").FormState} form @param {string} name @param {string} [hint] */
function _described(form, name, hint) {
  const parts = [hint && `${placeOf(name)}-hint`, form.errors[name] && `${placeOf(name)}-error`].filter(Boolean);
  return parts.length ? parts.join(" ") : undefined;
}
