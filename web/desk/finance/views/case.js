/** One case: what differs, what shows it, all that happened to it, and the next step for finance. */
import { get, post } from "../../../shared/api.js";
import { amount, shortDayOf } from "../../../shared/format.js";
import { html } from "../../../shared/html.js";
import { List } from "../../../shared/list.js";
import { Loaded, useLoad } from "../../../shared/load.js";
import { link } from "../../../shared/router.js";
import { Facts, Heading } from "../../../shared/ui.js";
import { ReasonButton } from "../../parts/reason.js";
import { useSaid } from "../../parts/said.js";
import { differing, isA, StateBadge, t, word } from "../words.js";

/** @typedef {import("../words.js").Schemas["CaseView"]} Case */

const NEXT = /** @type {Record<string, string[]>} */ ({ open: ["assigned"], assigned: ["assigned", "explained", "closed"], explained: ["assigned", "closed"], closed: [] });

/** @param {{params: {id: string}, account: import("../words.js").Account}} props */
export default function CasePage({ params, account }) {
  const path = `/v1/cases/${params.id}`;
  const load = useLoad((signal) => get(path, { signal }), [path]);
  return html`<${Loaded} of=${load}>${(/** @type {Case} */ found) => html`<${Page} found=${found} path=${path} account=${account} again=${load.again} />`}<//>`;
}

/** @param {{found: Case, path: string, account: import("../words.js").Account, again: () => void}} props */
function Page({ found, path, account, again }) {
  const { said, say } = useSaid();
  return html`<${Heading}>${differing(found)}<//>
    <p><a href=${link("/desk/casi")}>${t("to_cases")}</a></p>
    ${said}
    <${Facts} of=${[
      [t("state"), html`<${StateBadge} group="case" state=${found.state} />`],
      [t("owner"), _owner(found.owner, account)],
      [t("case_recorded"), amount(found.recorded, found.unit ?? "count")],
      [t("case_recomputed"), amount(found.recomputed, found.unit ?? "count")],
      [t("found_at"), shortDayOf(found.found_at)],
      [t("last_found_at"), shortDayOf(found.last_found_at)],
    ]} />
    ${isA(account, "finance_officer") && html`<div class="buttons">
      ${NEXT[found.state].map((state) => html`<${ReasonButton} key=${state} name=${word("become", state)} lead=${word("become_lead", state)}
        send=${(/** @type {any} */ { reason }, /** @type {string} */ key) => post(`${path}/changes`, { state, reason }, { key })}
        done=${() => { say(t("case_changed")); again(); }} />`)}
    </div>`}
    <h2>${t("evidence")}</h2>
    <p>${t("evidence_lead")}</p>
    <ul>${[found.subject_id, ...found.evidence].map((one) => html`<li><code class="hash">${one}</code></li>`)}</ul>
    <h2>${t("history")}</h2>
    <${List} id="storia" caption=${t("history")} columns=${_columns(account)} rows=${found.history} keyOf=${(/** @type {any} */ one) => one.at} empty=${t("no_history")} />`;
}

/** @param {import("../words.js").Account} account @returns {import("../../../shared/list.js").Column<import("../words.js").Schemas["TurnView"]>[]} */
const _columns = (account) => [
  { name: "at", title: t("when"), value: (one) => one.at, show: (one) => shortDayOf(one.at) },
  { name: "state", title: t("state"), show: (one) => word("case", one.state) },
  { name: "owner", title: t("owner"), show: (one) => _owner(one.owner, account) },
  { name: "reason", title: t("why"), show: (one) => word("turn", one.reason) },
];

/** Accounts have no names here: it is one's own, the office's, or a colleague's. @param {string} owner @param {import("../words.js").Account} account */
const _owner = (owner, account) => t(owner === account.id ? "owner_you" : owner === "finance_officer" ? "owner_office" : "owner_colleague");
