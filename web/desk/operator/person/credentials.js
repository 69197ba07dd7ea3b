/** A person's way in: the credentials once more, at the address they gave. */
import texts from "#texts/desk-operator";

import { post } from "../../../shared/api.js";
import { ActionButton } from "../../../shared/form.js";
import { html } from "../../../shared/html.js";
import { reader } from "../../../shared/texts.js";
import { useSaid } from "../../parts/said.js";

const t = reader(texts);

/** @param {{person: import("../served.js").Person}} props */
export function Credentials({ person }) {
  const { said, say } = useSaid();
  if (!person.email) return html`<p>${t("credentials_none")}</p>`;
  return html`<p>${t("credentials_again", { email: person.email })}</p>
    <${ActionButton} act=${async () => {
      await post(`/v1/people/${person.id}/invitations`, {});
      say(t("sent_again", { email: person.email ?? "" }));
    }}>${t("send_again")}<//>
    ${said}`;
}
