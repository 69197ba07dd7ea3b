/** Who works here, for whom and as what: inviting, inviting again, suspending and letting in again, each with its reason. */
import { useState } from "preact/hooks";

import texts from "#texts/desk-administrator";

import { post } from "../../../shared/api.js";
import { ActionButton } from "../../../shared/form.js";
import { html } from "../../../shared/html.js";
import { List } from "../../../shared/list.js";
import { Loaded, useLoad } from "../../../shared/load.js";
import { reader, wordOf } from "../../../shared/texts.js";
import { Badge, Dialog, Heading } from "../../../shared/ui.js";
import { useSaid } from "../../parts/said.js";
import { Invitation } from "../invitation.js";
import { organisationOf, staffAndOrganisations } from "../organisations.js";
import { Suspension } from "../suspension.js";

const t = reader(texts);
const KINDS = /** @type {Record<string, "success" | "warning" | "danger">} */ ({ active: "success", invited: "warning", suspended: "danger" });

/** @typedef {import("../organisations.js").Staff} Staff */

/** @param {{account: {id: string, organisation_id: string | null}}} props */
export default function StaffPage({ account }) {
  const load = useLoad(() => staffAndOrganisations(account.organisation_id), []);
  const [inviting, setInviting] = useState(false);
  const { said, say } = useSaid();

  /** @param {string} text */
  function end(text) {
    setInviting(false);
    say(text);
    load.again();
  }

  return html`<${Heading} lead=${t("staff_lead")}>${texts.staff}<//>
    ${said}
    <${Loaded} of=${load}>
      ${(/** @type {Awaited<ReturnType<typeof staffAndOrganisations>>} */ { items, more, organisations }) => html`
        <div class="buttons"><button type="button" class="btn btn-primary" onClick=${() => setInviting(true)}>${t("invite")}</button></div>
        <${List} id="staff" caption=${texts.staff} columns=${_columns(organisations)} rows=${items} more=${more} order="name.up"
          keyOf=${(/** @type {Staff} */ one) => one.id} empty=${t("staff_none")}
          actions=${(/** @type {Staff} */ one) => html`<${Actions} member=${one} own=${one.id === account.id} said=${end} />`} />
        ${inviting && html`<${Dialog} title=${t("invite")} close=${() => setInviting(false)}><${Invitation} organisations=${organisations} done=${end} /><//>`}
      `}
    <//>`;
}

/** @param {{member: Staff, own: boolean, said: (text: string) => void}} props */
function Actions({ member, own, said }) {
  return html`<div class="row-buttons">
    ${member.state !== "suspended" &&
    html`<${ActionButton} small kind="outline-primary" label=${t("invite_again_this", { name: member.given_name })} act=${async () => {
      await post(`/v1/staff/${member.id}/invitations`, {});
      said(t("invited_again", { email: member.email }));
    }}>${t("invite_again")}<//>`}
    ${!own && html`<${Suspension} member=${member} done=${said} />`}
  </div>`;
}

/** @param {import("../organisations.js").Organisations} organisations @returns {import("../../../shared/list.js").Column<Staff>[]} */
const _columns = (organisations) => [
  { name: "name", title: t("name"), show: (one) => one.given_name },
  { name: "email", title: t("email"), show: (one) => one.email },
  { name: "roles", title: t("role"), show: (one) => one.roles.map((/** @type {string} */ role) => wordOf(texts, "role", role)).join(", ") },
  { name: "organisation", title: t("organisation"), show: (one) => organisationOf(one, organisations) },
  {
    name: "state",
    title: t("state"),
    show: (one) => html`<${Badge} kind=${KINDS[one.state]}>${wordOf(texts, "state", one.state)}<//>`,
    value: (one) => wordOf(texts, "state", one.state),
  },
  { name: "factor", title: t("second_factor"), show: (one) => t(one.second_factor ? "yes" : "no") },
];
