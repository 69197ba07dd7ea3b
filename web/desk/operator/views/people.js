/** Finding who is at the desk, by tax code and with a purpose that the person can read; or going on to register them. */
import { useState } from "preact/hooks";

import texts from "#texts/desk-operator";

import { Choice, Field } from "../../../shared/fields.js";
import { Form, Submit, useForm } from "../../../shared/form.js";
import { html } from "../../../shared/html.js";
import { go, link } from "../../../shared/router.js";
import { reader } from "../../../shared/texts.js";
import { Heading, Notice } from "../../../shared/ui.js";
import { CodeField, faultsOf, reading } from "../code-field.js";
import { find, isNobody } from "../search.js";
import { keepCode, receive } from "../served.js";

const t = reader(texts);
const PURPOSES = /** @type {const} */ (["help", "booking", "voucher", "data"]);
const OTHER = "other";

export default function People() {
  const [nobody, setNobody] = useState("");
  const form = useForm({
    initial: { tax_code: "", purpose: PURPOSES[0], other: "" },
    check: ({ tax_code }) => faultsOf("tax_code", tax_code),
    places: { tax_code_invalid: "tax_code" },
    send: async (values) => {
      const { code } = reading(values.tax_code);
      setNobody("");
      try {
        const person = await find(code, _purpose(values));
        receive(person);
        go(`/desk/persone/${person.id}`);
      } catch (error) {
        if (!isNobody(error)) throw error;
        setNobody(code);
      }
    },
  });
  return html`<${Heading} lead=${t("people_lead")}>${texts.people}<//>
    <${Form} of=${form}>
      <${CodeField} name="tax_code" label=${t("tax_code")} hint=${t("tax_code_hint")} value=${form.values.tax_code} required />
      <${Choice} name="purpose" label=${t("purpose")} hint=${t("purpose_hint")} required inline options=${[
        ...PURPOSES.map((one) => [one, t(`purpose.${one}`)]),
        [OTHER, t("purpose.other")],
      ]} />
      ${form.values.purpose === OTHER && html`<${Field} name="other" label=${t("purpose_other")} maxlength="200" required />`}
      <div class="buttons"><${Submit}>${t("find")}<//></div>
    <//>
    ${nobody && html`<${Nobody} key=${nobody} code=${nobody} />`}`;
}

/** @param {{code: string}} props */
const Nobody = ({ code }) =>
  html`<${Notice} kind="warning" focus=${true} title=${t("nobody")}>
    <p>${t("nobody_remedy")}</p>
    <p><a class="btn btn-primary" href=${link("/desk/registra")} onClick=${() => keepCode(code)}>${t("register_them")}</a></p>
  <//>`;

/** What the person will read: in words. @param {Record<string, string>} values */
const _purpose = ({ purpose, other }) => (purpose === OTHER ? other.trim() : t(/** @type {any} */ (`purpose.${purpose}`)));
