/** One settlement: its sums and rows, what was done to it, whether it agrees with the ledger, and the step that comes next. */
import { all, get, post, whole } from "../../../shared/api.js";
import { ActionButton } from "../../../shared/form.js";
import { monthOf, shortDayOf, sum } from "../../../shared/format.js";
import { html } from "../../../shared/html.js";
import { amountColumn, List } from "../../../shared/list.js";
import { Loaded, useLoad } from "../../../shared/load.js";
import { link } from "../../../shared/router.js";
import { Facts, Heading, inItalian, Notice, useTitle } from "../../../shared/ui.js";
import { useSaid } from "../../parts/said.js";
import { Contests, Steps } from "../steps.js";
import { isA, StateBadge, t, word } from "../words.js";

/** @typedef {import("../words.js").Schemas["SettlementView"]} Settlement */
/** @typedef {import("../words.js").Schemas["SettlementRowView"]} Row */

/** @param {{params: {id: string}, account: import("../words.js").Account}} props */
export default function SettlementPage({ params, account }) {
  const path = `/v1/settlements/${params.id}`;
  const load = useLoad(async (signal) => {
    const [settlement, rows, steps] = await Promise.all([get(path, { signal }), all(`${path}/rows`, { signal }), all(`${path}/steps`, { signal })]);
    return { settlement, rows, steps: steps.items };
  }, [path]);
  return html`<${Loaded} of=${load}>${(/** @type {any} */ known) => html`<${Page} ...${known} path=${path} account=${account} again=${load.again} />`}<//>`;
}

/** @param {{settlement: Settlement, rows: {items: Row[], more: boolean}, steps: any[], path: string, account: import("../words.js").Account, again: () => void}} props */
function Page({ settlement, rows, steps, path, account, again }) {
  const { said, say } = useSaid();
  const name = t("settlement_named", { number: settlement.number, provider: settlement.provider_name });
  const units = Object.fromEntries(settlement.parts.map((part) => [part.programme_id, part]));
  const titles = Object.fromEntries(rows.items.map((row) => [row.movement_id, `${row.title}, ${shortDayOf(row.delivered_on)}`]));
  useTitle(name);
  /** @param {string} text */
  const done = (text) => {
    say(text);
    again();
  };
  return html`<${Heading}>${name}<//>
    <p><a href=${link("/desk/liquidazioni")}>${t("to_settlements")}</a></p>
    ${said}
    <${Facts} of=${[
      [t("state"), html`<${StateBadge} group="settlement" state=${settlement.state} />`],
      [t("total"), html`<strong>${sum(settlement.total_cents)}</strong>`],
      [t("month"), monthOf(settlement.month)],
      [t("revision"), settlement.revision],
      [t("issued_at"), shortDayOf(settlement.issued_at)],
      [t("answer_until"), settlement.state === "issued" && shortDayOf(settlement.answer_until_at)],
    ]} />
    <${Steps} settlement=${settlement} path=${path} account=${account} done=${done} />
    <${Contests} settlement=${settlement} path=${path} account=${account} titles=${titles} done=${done} />
    <h2>${t("files")}</h2>
    <${Files} settlement=${settlement} path=${path} finance=${isA(account, "finance_officer")} />
    <h2>${t("by_programme")}</h2>
    <${List} id="misure" caption=${t("by_programme")} columns=${PARTS} rows=${settlement.parts} keyOf=${(/** @type {any} */ one) => one.programme_id} empty=${t("no_rows")} />
    <h2>${t("rows")}</h2>
    <p>${t("rows_lead")}</p>
    <${List} id="righe" caption=${t("rows")} columns=${_columns(units)} rows=${rows.items} more=${rows.more} keyOf=${(/** @type {Row} */ one) => one.movement_id} empty=${t("no_rows")} />
    ${!isA(account, "programme_officer") && html`<${Differences} path=${path} />`}
    <h2>${t("steps")}</h2>
    <${List} id="passi" caption=${t("steps")} columns=${STEPS} rows=${steps} keyOf=${(/** @type {any} */ one) => one.at + one.kind} empty=${t("no_rows")} />`;
}

/** Each file opens at an address that works for a few minutes. @param {{settlement: Settlement, path: string, finance: boolean}} props */
function Files({ settlement, path, finance }) {
  const sepa = finance && ["approved", "paid"].includes(settlement.state);
  return html`<div class="buttons">
      ${["pdf", "xlsx", "csv", ...(sepa ? ["sepa"] : [])].map(
        (format) => html`<${ActionButton} key=${format} kind="outline-primary" act=${async () => {
          const { url } = await post(`${path}/files`, { format });
          location.assign(url);
        }}>${word("file", format)}<//>`,
      )}
    </div>
    ${finance && !sepa && html`<p class="small">${t("sepa_later")}</p>`}`;
}

/** Recomputed from the ledger, when somebody asks. @param {{path: string}} props */
function Differences({ path }) {
  const load = useLoad((signal) => whole(`${path}/differences`, { signal }), [path]);
  return html`<h2>${t("differences")}</h2>
    <${Loaded} of=${load}>
      ${(/** @type {{items: any[]}} */ { items }) =>
        items.length
          ? html`<${Notice} kind="danger" title=${t("differs", { count: items.length })}><//>
              <${List} id="differenze" caption=${t("differences")} columns=${DIFFERENCES} rows=${items} keyOf=${(/** @type {any} */ one) => one.movement_id + one.what} empty="" />`
          : html`<${Notice} kind="success">${t("agrees")}<//>`}
    <//>`;
}

/** @type {import("../../../shared/list.js").Column<Settlement["parts"][number]>[]} */
const PARTS = [
  { name: "title", title: t("programme"), value: (one) => one.title, show: (one) => html`<span lang=${inItalian}>${one.title}</span>` },
  { name: "rows", title: t("row_count"), show: (one) => one.rows, end: true },
  amountColumn("units", t("delivered"), (one) => one.units, (one) => one.unit),
  amountColumn("cents", t("owed"), (one) => one.cents),
];

/** @param {Record<string, Settlement["parts"][number]>} parts @returns {import("../../../shared/list.js").Column<Row>[]} */
const _columns = (parts) => [
  { name: "day", title: t("delivered_on"), value: (one) => one.delivered_on, show: (one) => shortDayOf(one.delivered_on) },
  { name: "title", title: t("service"), value: (one) => one.title, show: (one) => html`<span lang=${inItalian}>${one.title}</span>` },
  { name: "beneficiary", title: t("beneficiary"), show: (one) => one.beneficiary },
  { name: "programme", title: t("programme"), value: (one) => parts[one.programme_id]?.title ?? "", show: (one) => html`<span lang=${inItalian}>${parts[one.programme_id]?.title}</span>` },
  { name: "kind", title: t("kind"), show: (one) => word("row", one.kind) },
  amountColumn("units", t("delivered"), (one) => one.units, (one) => parts[one.programme_id]?.unit ?? "cents"),
  amountColumn("cents", t("owed"), (one) => one.cents),
];

/** @type {import("../../../shared/list.js").Column<import("../words.js").Schemas["SettlementStepView"]>[]} */
const STEPS = [
  { name: "at", title: t("when"), value: (one) => one.at, show: (one) => shortDayOf(one.at) },
  { name: "kind", title: t("what"), show: (one) => word("step", one.kind) },
  { name: "revision", title: t("revision"), show: (one) => one.revision, end: true },
  { name: "reason", title: t("why"), show: (one) => one.reason },
];

/** @type {import("../../../shared/list.js").Column<import("../words.js").Schemas["SettlementDifferenceView"]>[]} */
const DIFFERENCES = [
  { name: "what", title: t("what"), show: (one) => one.what },
  { name: "recorded", title: t("recorded"), show: (one) => one.recorded, end: true },
  { name: "recomputed", title: t("recomputed"), show: (one) => one.recomputed, end: true },
];
