/** One programme: where its money is, what it asks in words, its state and who may change it, what was changed before. */
import { all, get, post, whole } from "../../../shared/api.js";
import { amount, shortDayOf } from "../../../shared/format.js";
import { html } from "../../../shared/html.js";
import { List } from "../../../shared/list.js";
import { Loaded, useLoad } from "../../../shared/load.js";
import { link } from "../../../shared/router.js";
import { Facts, Gauge, inItalian } from "../../../shared/ui.js";
import { ReasonButton } from "../../parts/reason.js";
import { useSaid } from "../../parts/said.js";
import { Head, isA, StateBadge, t, word } from "../head.js";
import { awardOf, sentencesOf } from "../rules.js";

/** @typedef {import("../head.js").Programme} Programme */

const NEXT = /** @type {Record<string, string[]>} */ ({ draft: ["open", "closed"], open: ["suspended", "closed"], suspended: ["open", "closed"], closed: [] });

/** @param {{params: {id: string}, account: import("../head.js").Account}} props */
export default function ProgrammePage({ params, account }) {
  const load = useLoad((signal) => _everything(params.id, signal), [params.id]);
  return html`<${Loaded} of=${load}>${(/** @type {any} */ known) => html`<${Page} ...${known} account=${account} again=${load.again} />`}<//>`;
}

/** @param {string} id @param {AbortSignal} signal */
async function _everything(id, signal) {
  const path = `/v1/programmes/${id}`;
  const [budget, commitments, versions, others, services] = await Promise.all([
    get(path, { signal }), all(`${path}/commitments`, { signal }), all(`${path}/versions`, { signal }),
    whole("/v1/programmes", { signal }), whole("/v1/services", { signal, anonymous: true }),
  ]);
  const titles = Object.fromEntries([...others.items, ...services.items].map((one) => [one.id, one.title]));
  const committed = commitments.items.reduce((sum, one) => sum + one.available, 0);
  return { programme: budget.programme, available: budget.available, committed, versions: versions.items, titles };
}

/** @param {{programme: Programme, available: number, committed: number, versions: any[], titles: Record<string, string>, account: any, again: () => void}} props */
function Page({ programme, available, committed, versions, titles, account, again }) {
  const { said, say } = useSaid();
  const { unit, budget } = programme;
  const left = t("left_of", { left: amount(available, unit), whole: amount(budget, unit) });
  return html`<${Head} programme=${programme} here="" account=${account} />
    ${said}
    <p><strong>${t("legal_basis")}:</strong> <span lang=${inItalian}>${programme.legal_basis}</span></p>
    <${Gauge} left=${available} whole=${budget} label=${left} />
    <${Facts} of=${[
      [t("budget"), amount(budget, unit)],
      [t("granted"), amount(budget - available - committed, unit)],
      [t("committed"), amount(committed, unit)],
      [t("available"), amount(available, unit)],
      [t("from_on"), shortDayOf(programme.from_on)],
      [t("alert"), programme.alert_below !== null && t("alert_said", { amount: amount(programme.alert_below, unit), to: programme.alert_to ?? "" })],
    ]} />
    ${isA(account) && html`<${Actions} programme=${programme} done=${(/** @type {string} */ text) => { say(text); again(); }} />`}
    <h3>${t("rules")}</h3>
    <ul class="rules">${sentencesOf(programme, titles).map((one) => html`<li>${one}</li>`)}</ul>
    <h3>${t("award_title")}</h3>
    <ul class="rules">${awardOf(programme).map((one) => html`<li>${one}</li>`)}</ul>
    <h3>${t("versions")}</h3>
    <${List} id="versioni" caption=${t("versions")} rows=${versions} columns=${VERSIONS} keyOf=${(/** @type {any} */ one) => one.programme.version} empty=${t("no_versions")} order="number.down" />`;
}

/** @param {{programme: Programme, done: (text: string) => void}} props */
const Actions = ({ programme, done }) =>
  html`<div class="buttons">
    ${programme.state !== "closed" && html`<a class="btn btn-outline-primary" href=${link(`/desk/misure/${programme.id}/modifica`)}>${t("edit")}</a>`}
    ${NEXT[programme.state].map(
      (state) => html`<${ReasonButton} key=${state} name=${word("become", state)} lead=${word("become_lead", state)} kind=${state === "closed" ? "outline-danger" : "outline-primary"}
        send=${(/** @type {any} */ { reason }, /** @type {string} */ key) => post(`/v1/programmes/${programme.id}/versions`, { version: programme.version, state, reason }, { key })}
        done=${() => done(word("became", state))} />`,
    )}
  </div>`;

/** @type {import("../../../shared/list.js").Column<import("../head.js").Schemas["VersionView"]>[]} */
const VERSIONS = [
  { name: "number", title: t("version"), value: (one) => one.programme.version, show: (one) => String(one.programme.version) },
  { name: "at", title: t("when"), value: (one) => one.at, show: (one) => shortDayOf(one.at) },
  { name: "state", title: t("state"), value: (one) => word("state", one.programme.state), show: (one) => html`<${StateBadge} group="state" state=${one.programme.state} />` },
  { name: "reason", title: t("why"), show: (one) => one.reason || t("created") },
];
