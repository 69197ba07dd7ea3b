/** One settlement: its sums, its rows, what is contested, its files, and the cooperative's answer. */
import { useState } from "preact/hooks";

import texts from "#texts/desk-provider-settlements";
import titles from "#texts/desk-provider";

import { all, get, post } from "../../../shared/api.js";
import { ActionButton } from "../../../shared/form.js";
import { amount, monthOf, shortDayOf, sum, timeOf } from "../../../shared/format.js";
import { html } from "../../../shared/html.js";
import { amountColumn, List } from "../../../shared/list.js";
import { Loaded, useLoad } from "../../../shared/load.js";
import { reader, wordOf } from "../../../shared/texts.js";
import { Badge, Facts, Heading, inItalian, useTitle } from "../../../shared/ui.js";
import { ReasonButton } from "../../parts/reason.js";
import { useSaid } from "../../parts/said.js";
import { FileReady } from "../file-ready.js";
import { kindOf } from "./settlements.js";

/** @typedef {import("../../../../build/pages/api").components["schemas"]["SettlementView"]} Settlement */
/** @typedef {import("../../../../build/pages/api").components["schemas"]["SettlementRowView"]} Row */
/** @typedef {import("../../../../build/pages/api").components["schemas"]["SettlementStepView"]} Step */

const t = reader(texts);
const FORMATS = ["csv", "xlsx", "pdf"];

/** @param {{params: {id: string}}} props */
export default function SettlementPage({ params }) {
  const { said, say } = useSaid();
  const path = `/v1/settlements/${params.id}`;
  const load = useLoad(
    async (signal) => {
      const [settlement, rows, steps] = await Promise.all([get(path, { signal }), all(`${path}/rows`, { signal }), all(`${path}/steps`, { signal })]);
      return { settlement, rows, steps: steps.items };
    },
    [path],
  );
  const title = load.value && `${titles.settlement} ${load.value.settlement.number}`;
  useTitle(title);
  /** @param {string} told */
  const answered = (told) => {
    say(told);
    load.again();
  };
  return html`<${Heading}>${title ?? titles.settlement}<//>
    ${said}
    <${Loaded} of=${load}>
      ${(/** @type {{settlement: Settlement, rows: {items: Row[], more: boolean}, steps: Step[]}} */ { settlement, rows, steps }) => html`
        <${Told} settlement=${settlement} />
        ${settlement.state === "issued" &&
        html`<p>${t("acknowledge_means", { day: shortDayOf(settlement.answer_until_at) })}</p>
          <${ActionButton} act=${async (/** @type {string} */ key) => {
            await post(`${path}/acknowledgement`, {}, { key });
            answered(t("acknowledged"));
          }}>${t("acknowledge")}<//>`}
        <h2>${t("rows")}</h2>
        <${Rows} settlement=${settlement} rows=${rows} path=${path} answered=${answered} />
        <${Files} path=${path} />
        <h2>${t("steps")}</h2>
        <ol class="lines">
          ${steps.map((step) => html`<li key=${step.at + step.kind}>${shortDayOf(step.at)}, ${timeOf(step.at)}: ${wordOf(texts, "step", step.kind)}${step.reason && html`. <span lang=${inItalian}>${step.reason}</span>`}</li>`)}
        </ol>
      `}
    <//>`;
}

/** @param {{settlement: Settlement}} props */
const Told = ({ settlement }) =>
  html`<p><${Badge} kind=${kindOf(settlement.state)}>${wordOf(texts, "state", settlement.state)}<//></p>
    <${Facts} of=${[
      [t("month"), monthOf(settlement.month)],
      [t("total"), sum(settlement.total_cents)],
      [t("answer_until"), shortDayOf(settlement.answer_until_at)],
      ...settlement.parts.map((part) => /** @type {[string, any]} */ ([part.title, part.unit === "minutes" ? `${amount(part.units, part.unit)} · ${sum(part.cents)}` : sum(part.cents)])),
    ]} />
    ${settlement.contests.length > 0 &&
    html`<h2>${t("contests")}</h2>
      <ul class="lines">
        ${settlement.contests.map((contest) => html`<li key=${contest.movement_id}>${contest.reason} · <${Badge} kind=${contest.verdict ? "secondary" : "warning"}>${wordOf(texts, "verdict", contest.verdict ?? "open")}<//></li>`)}
      </ul>`}`;

/** @param {{settlement: Settlement, rows: {items: Row[], more: boolean}, path: string, answered: (told: string) => void}} props */
function Rows({ settlement, rows, path, answered }) {
  const mayContest = ["issued", "contested"].includes(settlement.state);
  const open = new Set(settlement.contests.filter((contest) => !contest.verdict).map((contest) => contest.movement_id));
  const units = new Map(settlement.parts.map((part) => [part.programme_id, part]));
  /** @type {import("../../../shared/list.js").Column<Row>[]} */
  const columns = [
    { name: "day", title: t("day"), show: (row) => shortDayOf(row.delivered_on), value: (row) => row.delivered_on },
    { name: "service", title: t("service"), show: (row) => html`<span lang=${inItalian}>${row.title}</span>`, value: (row) => row.title },
    { name: "beneficiary", title: t("beneficiary"), show: (row) => row.beneficiary },
    { name: "programme", title: t("programme"), show: (row) => units.get(row.programme_id)?.title ?? "" },
    amountColumn("units", t("units"), (row) => row.units, (row) => units.get(row.programme_id)?.unit ?? "cents"),
    amountColumn("cents", t("amount"), (row) => row.cents),
  ];
  return html`<${List} id="righe" caption=${t("rows")} rows=${rows.items} more=${rows.more} columns=${columns} empty=${t("no_rows")}
      keyOf=${(/** @type {Row} */ row) => row.movement_id}
      actions=${mayContest &&
      ((/** @type {Row} */ row) =>
        open.has(row.movement_id)
          ? html`<${Badge} kind="warning">${t("row_contested")}<//>`
          : html`<${Contest} path=${path} row=${row} done=${() => answered(t("contest_done"))} />`)} />`;
}

/** @param {{path: string, row: Row, done: () => void}} props */
const Contest = ({ path, row, done }) =>
  html`<${ReasonButton} name=${t("contest")} title=${t("contest_of", { service: row.title, day: shortDayOf(row.delivered_on) })} small kind="outline-danger"
    lead=${sum(row.cents)} hint=${t("reason_hint")} step=${t("contest_do")} done=${done}
    send=${(/** @type {any} */ { reason }, /** @type {string} */ key) => post(`${path}/contests`, { movement_id: row.movement_id, reason }, { key })} />`;

/** @param {{path: string}} props */
function Files({ path }) {
  const [file, setFile] = useState(/** @type {{url: string} | null} */ (null));
  return html`<h2>${t("files")}</h2>
    <div class="buttons">
      ${FORMATS.map((format) => html`<${ActionButton} key=${format} kind="outline-primary" act=${async () => setFile(await post(`${path}/files`, { format }))}>${wordOf(texts, "format", format)}<//>`)}
    </div>
    ${file && html`<${FileReady} file=${file} link=${t("open_file")} key=${file.url}>${t("file_ready")}<//>`}`;
}
