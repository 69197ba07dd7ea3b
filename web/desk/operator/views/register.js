/** Registering people one after the other, with the keyboard alone: one form, then what became of it, then the next. */
import { useState } from "preact/hooks";

import texts from "#texts/desk-operator";

import { get, post } from "../../../shared/api.js";
import { ActionButton } from "../../../shared/form.js";
import { html } from "../../../shared/html.js";
import { useLoad } from "../../../shared/load.js";
import { link } from "../../../shared/router.js";
import { reader } from "../../../shared/texts.js";
import { Heading, Loading, Notice } from "../../../shared/ui.js";
import { useSaid } from "../../parts/said.js";
import { Registration } from "../registration.js";
import { receive, takeCode } from "../served.js";

const t = reader(texts);

/** @typedef {import("../served.js").Person} Person */

/** @param {{account: {organisation_id: string | null}}} props */
export default function Register({ account }) {
  const [code] = useState(takeCode);
  const [registered, setRegistered] = useState(/** @type {Person | null} */ (null));
  const [turn, setTurn] = useState(0);
  const desks = useLoad((signal) => get("/v1/desks", { signal, anonymous: true }), []);
  const here = desks.value?.items.find((/** @type {any} */ desk) => desk.id === account.organisation_id);
  if (registered) {
    return html`<${Heading}>${texts.register}<//>
      <${Registered} person=${registered} next=${() => {
        setRegistered(null);
        setTurn(turn + 1);
      }} />`;
  }
  return html`<${Heading} lead=${t("register_lead")}>${texts.register}<//>
    ${desks.busy
      ? html`<${Loading} />`
      : html`<${Registration} key=${turn} municipalityCode=${here?.municipality_code ?? ""} code=${turn ? "" : code} ready=${turn > 0} done=${done} />`}`;

  /** @param {Person} person */
  function done(person) {
    receive(person);
    setRegistered(person);
  }
}

/** @param {{person: Person, next: () => void}} props */
function Registered({ person, next }) {
  const { said, say } = useSaid();
  const name = `${person.given_name} ${person.family_name}`;
  return html`<${Notice} kind="success" focus=${true} title=${t("registered", { name })}>
      <p class="big">${person.email ? t("credentials_sent", { email: person.email }) : t("credentials_none")}</p>
      ${person.email && html`<p>${t("credentials_how")}</p>`}
    <//>
    <div class="buttons">
      <button type="button" class="btn btn-primary" onClick=${next}>${t("next_person")}</button>
      <a class="btn btn-outline-primary" href=${link(`/desk/persone/${person.id}`)}>${t("work_with", { name: person.given_name })}</a>
      ${person.email &&
      html`<${ActionButton} kind="outline-primary" act=${async () => {
        await post(`/v1/people/${person.id}/invitations`, {});
        say(t("sent_again", { email: person.email ?? "" }));
      }}>${t("send_again")}<//>`}
    </div>
    ${said}`;
}
