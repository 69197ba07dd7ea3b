/** A forgotten password: a link by mail. The answer is the same whoever has the address, or nobody. */
import { useState } from "preact/hooks";

import texts from "#texts/access";
import titles from "#texts/titles";

import { post } from "../../shared/api.js";
import { Field } from "../../shared/fields.js";
import { Form, Submit, useForm } from "../../shared/form.js";
import { html } from "../../shared/html.js";
import { link } from "../../shared/router.js";
import { reader } from "../../shared/texts.js";
import { Heading, Notice } from "../../shared/ui.js";

const t = reader(texts);

export default function Recovery() {
  const [asked, setAsked] = useState(false);
  const form = useForm({
    initial: { email: "" },
    send: async ({ email }) => {
      await post("/v1/recoveries", { email: email.trim() }, { anonymous: true });
      setAsked(true);
    },
  });
  if (asked) {
    return html`<${Heading}>${titles.recovery}<//>
      <${Notice} kind="success" focus=${true} title=${t("recovery_asked")}>
        <p>${t("recovery_asked_how")}</p>
      <//>
      <h2>${t("recovery_nothing")}</h2>
      <ul>
        <li>${t("recovery_spam")}</li>
        <li>${t("recovery_again")}</li>
        <li>${t("recovery_desk")} <a href=${link("/social-point")}>${t("to_desks")}</a></li>
      </ul>
      <p><a href=${link("/accesso")}>${t("to_sign_in")}</a></p>`;
  }
  return html`<${Heading} lead=${t("recovery_lead")}>${titles.recovery}<//>
    <${Form} of=${form}>
      <${Field} name="email" type="email" label=${t("email")} autocomplete="username" required />
      <${Submit}>${t("send_link")}<//>
    <//>
    <p><a href=${link("/accesso")}>${t("to_sign_in")}</a></p>`;
}
