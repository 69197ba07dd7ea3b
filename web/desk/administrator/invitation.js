/** Inviting somebody to work here: a role first, which says among which organisations one chooses. */
import texts from "#texts/desk-administrator";

import { post } from "../../shared/api.js";
import { Field, Select } from "../../shared/fields.js";
import { Form, Submit, useForm } from "../../shared/form.js";
import { html } from "../../shared/html.js";
import { reader, wordOf } from "../../shared/texts.js";
import { KIND_OF, ROLES } from "./organisations.js";

const t = reader(texts);

/** @param {{organisations: import("./organisations.js").Organisations, done: (text: string) => void}} props */
export function Invitation({ organisations, done }) {
  const form = useForm({
    initial: { given_name: "", email: "", role: "", organisation_id: "" },
    places: { email_in_use: "email", email_invalid: "email" },
    send: async ({ given_name, email, role, organisation_id }, key) => {
      await post("/v1/staff", { given_name: given_name.trim(), email: email.trim(), role, organisation_id }, { key });
      done(t("invited", { name: given_name, email }));
    },
  });
  const kind = KIND_OF[/** @type {keyof typeof KIND_OF} */ (form.values.role)];
  return html`<${Form} of=${form} label=${t("invite")}>
    <${Field} name="given_name" label=${t("name")} maxlength="80" autocomplete="off" required />
    <${Field} name="email" type="email" label=${t("email")} hint=${t("email_hint")} maxlength="254" autocomplete="off" required />
    <${Select} name="role" label=${t("role")} required empty=${t("choose")} options=${ROLES.map((role) => [role, wordOf(texts, "role", role)])} />
    ${kind &&
    html`<${Select} key=${kind} name="organisation_id" label=${wordOf(texts, "organisation", kind)} required empty=${t("choose")}
      options=${[...organisations[kind]]} />`}
    <div class="buttons"><${Submit}>${t("invite_now")}<//></div>
  <//>`;
}
