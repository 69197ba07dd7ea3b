/** One batch: how far it has come, what its dry run found, and the step that comes next. Its address is enough to come back. */
import { all, get, post } from "../../../shared/api.js";
import { ActionButton } from "../../../shared/form.js";
import { amount, number, shortDayOf } from "../../../shared/format.js";
import { html } from "../../../shared/html.js";
import { List } from "../../../shared/list.js";
import { Loaded, useLoad } from "../../../shared/load.js";
import { usePolling } from "../../../shared/poll.js";
import { link } from "../../../shared/router.js";
import { Facts, Heading, Icon, Notice } from "../../../shared/ui.js";
import { ReasonButton } from "../../parts/reason.js";
import { useSaid } from "../../parts/said.js";
import { StateBadge, t, word } from "../head.js";

/** @typedef {import("../head.js").Schemas["StandingView"]} Standing */

const GOING = ["checking", "issuing"];
const CHECKED = ["checked", "awaiting_approval", "issuing", "done"];

/** @param {{params: {id: string}}} props */
export default function BatchPage({ params }) {
  const path = `/v1/batches/${params.id}`;
  const load = useLoad((signal) => get(path, { signal }), [path]);
  usePolling(GOING.includes(load.value?.batch.state), load.again);
  return html`<${Heading}>${t("batch")}<//>
    ${load.value === undefined
      ? html`<${Loaded} of=${load}>${() => null}<//>`
      : html`<${Page} standing=${load.value} path=${path} again=${load.again} />`}`;
}

/** Drawn by itself, not as something that loads: while it is asked after, nothing is to be announced. @param {{standing: Standing, path: string, again: () => void}} props */
function Page({ standing: { batch, progress, report }, path, again }) {
  const { said, say } = useSaid();
  const check = batch.checked;
  /** @param {"committed_said" | "approved" | "cancelled_said"} what */
  const done = (what) => {
    say(t(what));
    again();
  };
  return html`<p><a href=${link(`/desk/misure/${batch.programme_id}/elenchi`)}>${t("to_batches")}</a></p>
    ${said}
    <${Facts} of=${[[t("act"), batch.act], [t("when"), shortDayOf(batch.at)], [t("state"), html`<${StateBadge} group="batch_state" state=${batch.state} />`]]} />
    <${Standing} batch=${batch} progress=${progress} />
    ${check && CHECKED.includes(batch.state) && html`<section>
      <h2>${t("dry_run")}</h2>
      <${Facts} of=${[
        [t("lines_read"), number(check.lines)],
        [t("batch_rows"), number(check.rows)],
        [t("total"), amount(check.total, batch.unit)],
        [t("problems"), number(check.problems)],
      ]} />
    </section>`}
    <${Next} batch=${batch} path=${path} done=${done} />
    ${report && html`<p><a class="btn btn-outline-primary" href=${report} download rel="noreferrer"><${Icon} name="download" size="sm" /> ${t("report")}</a></p>`}
    ${check && check.problems > 0 && html`<${Problems} path=${path} at=${check.at} />`}`;
}

/** How far it has come, in words that change only when something changes. @param {{batch: Standing["batch"], progress: Standing["progress"]}} props */
function Standing({ batch, progress }) {
  const rows = batch.checked?.rows ?? 0;
  if (batch.state === "checking") return html`<div role="status"><p>${t("checking")}</p><progress class="progress-line" aria-label=${t("checking")}></progress></div>`;
  if (batch.state === "issuing") {
    const told = t("issuing", { done: number(progress.issued + progress.refused), rows: number(rows) });
    return html`<div role="status"><p>${told}</p><progress class="progress-line" max=${rows} value=${progress.issued + progress.refused} aria-label=${told}></progress></div>`;
  }
  if (batch.state === "done") {
    return html`<${Notice} kind=${progress.refused ? "warning" : "success"} title=${t("issued_said", { count: progress.issued, amount: amount(progress.units, batch.unit) })}>
      ${progress.refused > 0 && html`<p>${t("refused_said", { count: progress.refused })}</p>`}
    <//>`;
  }
  return html`<p>${word("batch_lead", batch.state)}</p>`;
}

/** @param {{batch: Standing["batch"], path: string, done: (what: any) => void}} props */
function Next({ batch, path, done }) {
  const { checked: check, state } = batch;
  const cancel = ["awaiting_file", "checking", "checked", "awaiting_approval"].includes(state) && html`<${ReasonButton} name=${t(state === "awaiting_approval" ? "reject" : "give_up")} kind="outline-danger"
    send=${(/** @type {any} */ { reason }) => post(`${path}/cancellation`, { reason })} done=${() => done("cancelled_said")} />`;
  /** @param {string} step @param {string} what @param {string} name */
  const go = (step, what, name) => check && html`<${ActionButton} act=${async (/** @type {string} */ key) => {
    await post(`${path}/${step}`, { rows: check.rows, total: check.total }, { key });
    done(what);
  }}>${name}<//>`;
  return html`<div class="buttons">
    ${state === "checked" && check && check.rows > 0 && go("commit", "committed_said", t("commit", { count: check.rows, amount: amount(check.total, batch.unit) }))}
    ${state === "awaiting_approval" && go("approval", "approved", t("approve_batch"))}
    ${cancel}
  </div>`;
}

/** What is wrong, place by place; what was written there is not repeated. @param {{path: string, at: string}} props */
function Problems({ path, at }) {
  const load = useLoad((signal) => all(`${path}/problems`, { signal }), [path, at]);
  return html`<section>
    <h2>${t("problems")}</h2>
    <p>${t("problems_lead")}</p>
    <${Loaded} of=${load}>
      ${(/** @type {{items: any[], more: boolean}} */ { items, more }) =>
        html`<${List} id="problemi" caption=${t("problems")} columns=${PROBLEMS} rows=${items} more=${more} keyOf=${(/** @type {any} */ one) => `${one.line} ${one.column} ${one.code}`} empty="" order="line.up" />`}
    <//>
  </section>`;
}

/** @type {import("../../../shared/list.js").Column<import("../head.js").Schemas["ProblemView"]>[]} */
const PROBLEMS = [
  { name: "line", title: t("line"), value: (one) => one.line, show: (one) => (one.line ? String(one.line) : t("whole_file")) },
  { name: "column", title: t("column"), show: (one) => one.column },
  { name: "text", title: t("what_is_wrong"), show: (one) => one.text },
];
