/** Steps that need a reason: a button, and a window with what will happen, the reason, and the step itself. */
import { useState } from "preact/hooks";

import texts from "#texts/desk-parts";

import { TextArea } from "../../shared/fields.js";
import { Form, Submit, useForm } from "../../shared/form.js";
import { html } from "../../shared/html.js";
import { reader } from "../../shared/texts.js";
import { Dialog } from "../../shared/ui.js";

const t = reader(texts);
const REASON_MAX = 200; // as the platform takes it

/**
 * `children` stand above the reason: what is to be known first, and more fields of the same form. Where a button stands
 * in each row of a list, `title` says which row it is.
 *
 * @param {{name: string, title?: string, small?: boolean, kind?: string, lead?: string, label?: string, hint?: string,
 *   step?: string, initial?: Record<string, any>, places?: Record<string, string>, children?: any,
 *   send: (values: Record<string, any>, key: string) => Promise<unknown>, done: () => void}} props
 *   label, hint: of the reason; step: what the last button says, when it is not the name; places: at which field a
 *   refusal is said
 */
export function ReasonButton({ name, title = name, small = false, kind = "outline-primary", ...form }) {
  const [open, setOpen] = useState(false);
  const close = () => setOpen(false);
  return html`<button type="button" class="btn btn-${kind} ${small ? "btn-sm" : ""}" aria-label=${title === name ? undefined : title} onClick=${() => setOpen(true)}>${name}</button>
    ${open && html`<${Dialog} title=${title} close=${close}><${ReasonForm} step=${name} ...${form} kind=${kind} close=${close} /><//>`}`;
}

/** @param {any} props */
function ReasonForm({ step, lead, label = t("reason"), hint = t("reason_hint"), kind, initial = {}, places, children, send, done, close }) {
  const form = useForm({
    initial: { reason: "", ...initial },
    places,
    send: async (values, key) => {
      await send({ ...values, reason: values.reason.trim() }, key);
      close();
      done();
    },
  });
  return html`<${Form} of=${form}>
    ${lead && html`<p>${lead}</p>`} ${children}
    <${TextArea} name="reason" label=${label} hint=${hint} rows=${3} maxlength=${REASON_MAX} required />
    <${Submit} kind=${kind.replace("outline-", "")}>${step}<//>
  <//>`;
}
