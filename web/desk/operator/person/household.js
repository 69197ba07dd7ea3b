/** With whom a person lives: what is asked of a household looks at it. */
import texts from "#texts/desk-operator";

import { post } from "../../../shared/api.js";
import { Choice } from "../../../shared/fields.js";
import { Form, Submit, useForm } from "../../../shared/form.js";
import { html } from "../../../shared/html.js";
import { reader } from "../../../shared/texts.js";
import { useSaid } from "../../parts/said.js";
import { CodeField, faultsOf, reading } from "../code-field.js";
import { findFor } from "../search.js";

const t = reader(texts);

/** @param {{person: import("../served.js").Person}} props */
export function Household({ person }) {
  const { said, say } = useSaid();
  const form = useForm({
    initial: { lives: "", other_code: "" },
    check: ({ lives, other_code }) => (lives === "with" ? faultsOf("other_code", other_code) : {}),
    send: async ({ lives, other_code }) => {
      const other = lives === "with" ? await findFor("other_code", reading(other_code).code, t("purpose.household")) : person;
      await post(`/v1/people/${person.id}/household`, { with_person_id: other.id });
      const names = { name: person.given_name, other: `${other.given_name} ${other.family_name}` };
      say(lives === "with" ? t("household_with_done", names) : t("household_alone_done", names));
      form.reset();
    },
  });
  return html`${said}
    <p>${t("household_lead")}</p>
    <${Form} of=${form}>
      <${Choice} name="lives" label=${t("household_question", { name: person.given_name })} required options=${[
        ["alone", t("household_alone")],
        ["with", t("household_with")],
      ]} />
      ${form.values.lives === "with" &&
      html`<${CodeField} name="other_code" label=${t("household_code")} hint=${t("household_code_hint")} value=${form.values.other_code} required />`}
      <div class="buttons"><${Submit}>${t("save")}<//></div>
    <//>`;
}
