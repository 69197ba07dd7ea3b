/**
 * Forms: fields with a label, a hint and an error; one summary of what is wrong, with the focus; one request however
 * often one presses; what was typed stays, whatever happens.
 */
import { createContext } from "preact";
import { useContext, useEffect, useRef, useState } from "preact/hooks";

import { newKey } from "./api.js";
import { html } from "./html.js";
import { asProblem } from "./problem.js";
import { t } from "./texts.js";
import { Notice, ProblemNotice } from "./ui.js";

/**
 * @typedef {object} FormState
 * @property {Record<string, any>} values
 * @property {(name: string, value: any) => void} set
 * @property {Record<string, string>} errors
 * @property {import("./problem.js").Problem | null} problem
 * @property {boolean} busy
 * @property {number} attempt how often it was sent, or was to be
 * @property {(event: Event) => void} submit
 * @property {() => void} reset
 */

const Context = createContext(/** @type {FormState | null} */ (null));

/**
 * A form's values, errors and sending. `send` gets the values and the key of this request: the key stays the same
 * while it is not known what became of the request, so that pressing again never does it twice. `places` says at which
 * field a refusal is shown, by its code, where the refusal itself names none.
 *
 * @param {{initial: Record<string, any>, send: (values: Record<string, any>, key: string) => Promise<unknown>,
 *   check?: (values: Record<string, any>) => Record<string, string>, places?: Record<string, string>}} how
 * @returns {FormState}
 */
export function useForm({ initial, send, check, places = {} }) {
  const [values, setValues] = useState(initial);
  const [errors, setErrors] = useState(/** @type {Record<string, string>} */ ({}));
  const [problem, setProblem] = useState(/** @type {FormState["problem"]} */ (null));
  const [busy, setBusy] = useState(false);
  const [attempt, setAttempt] = useState(0);
  const key = useRef("");
  const sending = useRef(false); // a second press comes before the page is drawn again

  /** @param {Event} event */
  async function submit(event) {
    event.preventDefault();
    if (sending.current) return;
    const found = { ..._missing(/** @type {HTMLFormElement} */ (event.currentTarget)), ...check?.(values) };
    setErrors(found);
    setProblem(null);
    setAttempt((before) => before + 1);
    if (Object.keys(found).length) return;
    sending.current = true;
    setBusy(true);
    key.current ||= newKey();
    try {
      await send(values, key.current);
      key.current = "";
    } catch (error) {
      const told = asProblem(error);
      if (!told.isOpen) key.current = "";
      setErrors(_byField(told, places));
      setProblem(told);
    } finally {
      sending.current = false;
      setBusy(false);
    }
  }

  return {
    values,
    errors,
    problem,
    busy,
    attempt,
    submit,
    set: (name, value) => {
      setValues((before) => ({ ...before, [name]: value }));
      setErrors(({ [name]: _gone, ...others }) => others);
    },
    reset: () => {
      setValues(initial);
      setErrors({});
      setProblem(null);
    },
  };
}

/** @param {{of: FormState, children?: any, label?: string}} props */
export function Form({ of, children, label }) {
  return html`<${Context.Provider} value=${of}>
    <form noValidate onSubmit=${of.submit} aria-label=${label} aria-busy=${of.busy ? "true" : undefined}>
      <${Summary} form=${of} /> ${children}
    </form>
  <//>`;
}

/** What is wrong, with a link to each field; it takes the focus after an attempt, not while one mends. @param {{form: FormState}} props */
function Summary({ form }) {
  const names = Object.keys(form.errors);
  if (!names.length) return form.problem && html`<${ProblemNotice} problem=${form.problem} focus=${true} />`;
  return html`<${Notice} kind="danger" focus=${true} title=${t("form_errors", { count: names.length })} key=${form.attempt}>
    <ul>
      ${names.map((name) => html`<li><a href="#${placeOf(name)}" onClick=${_toField(name)}>${form.errors[name]}</a></li>`)}
    </ul>
    ${form.problem?.remedy && html`<p>${form.problem.remedy}</p>`}
  <//>`;
}

/** The button that sends. It says when it is sending. @param {{children?: any, kind?: string}} props */
export function Submit({ children, kind = "primary" }) {
  const form = useFormAround();
  return html`<button type="submit" class="btn btn-${kind}" aria-disabled=${form.busy ? "true" : undefined}>
      ${form.busy ? t("sending") : children}
    </button>
    <span class="visually-hidden" role="status">${form.busy ? t("sending") : ""}</span>`;
}

/**
 * A button that does one thing at once, and once: with a key of its own.
 * @param {{act: (key: string) => Promise<unknown>, children?: any, kind?: string, small?: boolean, label?: string}} props
 */
export function ActionButton({ act, children, kind = "primary", small = false, label }) {
  const form = useForm({ initial: {}, send: (_values, key) => act(key) });
  return html`<form class="action" onSubmit=${form.submit}>
    <button type="submit" class="btn btn-${kind} ${small ? "btn-sm" : ""}" aria-disabled=${form.busy ? "true" : undefined} aria-label=${form.busy ? undefined : label}>
      ${form.busy ? t("sending") : children}
    </button>
    ${form.problem && html`<${ProblemNotice} problem=${form.problem} focus=${true} />`}
  </form>`;
}

/** Ask before the page is left with something typed and not sent. @param {boolean} dirty */
export function useLeaveGuard(dirty) {
  useEffect(() => {
    if (!dirty) return undefined;
    /** @param {BeforeUnloadEvent} event */
    const ask = (event) => event.preventDefault();
    addEventListener("beforeunload", ask);
    return () => removeEventListener("beforeunload", ask);
  }, [dirty]);
}

/** The form around a field or a button. */
export function useFormAround() {
  const form = useContext(Context);
  if (!form) throw new Error("a field stands outside a form");
  return form;
}

/** The id of a field on the page. @param {string} name */
export const placeOf = (name) => `field-${name}`;

/** @param {string} name */
const _toField = (name) => (/** @type {Event} */ event) => {
  event.preventDefault();
  const place = document.getElementById(placeOf(name));
  (place?.matches("fieldset") ? place.querySelector("input") : place)?.focus();
};

/** What the browser itself finds wrong, in our words. @param {HTMLFormElement} form */
function _missing(form) {
  /** @type {Record<string, string>} */
  const found = {};
  for (const input of form.elements) {
    if (!(input instanceof HTMLInputElement || input instanceof HTMLSelectElement || input instanceof HTMLTextAreaElement)) continue;
    if (input.validity.valid || !input.name || found[input.name]) continue;
    const label = (input.type === "radio" ? input.closest("fieldset")?.querySelector("legend") : input.labels?.[0])?.firstChild;
    found[input.name] = _why(input.validity, label?.textContent?.trim() ?? input.name, input);
  }
  return found;
}

/** @param {ValidityState} validity @param {string} label @param {any} input */
function _why(validity, label, input) {
  if (validity.valueMissing) return t(input.type === "radio" || input.type === "file" || input.tagName === "SELECT" ? "field_choose" : "field_missing", { label });
  if (validity.typeMismatch && input.type === "email") return t("field_email", { label });
  if (validity.rangeUnderflow) return t("field_low", { label, min: input.min });
  if (validity.rangeOverflow) return t("field_high", { label, max: input.max });
  return t("field_wrong", { label });
}

/** What the platform found wrong, by the field it is about. @param {import("./problem.js").Problem} problem @param {Record<string, string>} places */
function _byField(problem, places) {
  const named = problem.reasons.map(({ code, facts, detail }) => [facts?.field ?? places[code ?? ""], detail ?? problem.message]);
  return Object.fromEntries(named.filter(([name]) => document.getElementById(placeOf(name))));
}
