/** Suspending somebody of the staff, or letting them in again: with a reason, and what was said before. */
import texts from "#texts/desk-administrator";

import { get, post } from "../../shared/api.js";
import { shortDayOf, timeOf } from "../../shared/format.js";
import { html } from "../../shared/html.js";
import { Loaded, useLoad } from "../../shared/load.js";
import { reader, wordOf } from "../../shared/texts.js";
import { ReasonButton } from "../parts/reason.js";

const t = reader(texts);

/** @typedef {import("../../../build/pages/api").components["schemas"]["StaffChangeView"]} Change */

/** @param {{member: import("./organisations.js").Staff, done: (text: string) => void}} props */
export function Suspension({ member, done }) {
  const isBack = member.state === "suspended";
  const verb = isBack ? "reactivation" : "suspension";
  const step = isBack ? "reactivate" : "suspend";
  const name = member.given_name;
  return html`<${ReasonButton} name=${t(step)} title=${t(`${step}_this`, { name })} small kind=${isBack ? "outline-primary" : "outline-danger"}
    lead=${t(`${verb}_means`)} label=${t("reason")} hint=${t("reason_hint")} done=${() => done(t(`${verb}_done`, { name }))}
    send=${(/** @type {any} */ { reason }, /** @type {string} */ key) => post(`/v1/staff/${member.id}/${verb}`, { reason }, { key })}>
    <${Changes} memberId=${member.id} />
  <//>`;
}

/** @param {{memberId: string}} props */
function Changes({ memberId }) {
  const load = useLoad((signal) => get(`/v1/staff/${memberId}/changes`, { signal }), [memberId]);
  return html`<${Loaded} of=${load}>
    ${(/** @type {{items: Change[]}} */ { items }) =>
      items.length > 0 &&
      html`<h3>${t("changes")}</h3>
        <ul>
          ${items.map((one) => html`<li>${shortDayOf(one.at)}, ${timeOf(one.at)} · ${wordOf(texts, "change", one.kind)}: ${one.reason}</li>`)}
        </ul>`}
  <//>`;
}
