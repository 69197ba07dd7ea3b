/** Issuing by file: a sheet for many, or a line for one; each is tried whole before anything is granted. */
import { all, get } from "../../../shared/api.js";
import { Field, FileField, TextArea } from "../../../shared/fields.js";
import { Form, Submit, useForm } from "../../../shared/form.js";
import { shortDayOf } from "../../../shared/format.js";
import { html } from "../../../shared/html.js";
import { List } from "../../../shared/list.js";
import { Loaded, useLoad } from "../../../shared/load.js";
import { go, link } from "../../../shared/router.js";
import { Head, StateBadge, t, word } from "../head.js";
import { BYTES_MAX, fileOfOne, formatOf, submit } from "../upload.js";

/** @typedef {import("../head.js").Programme} Programme */

/** @param {{params: {id: string}, account: import("../head.js").Account}} props */
export default function Batches({ params, account }) {
  const path = `/v1/programmes/${params.id}`;
  const load = useLoad(async (signal) => {
    const [budget, batches] = await Promise.all([get(path, { signal }), all(`${path}/batches`, { signal })]);
    return { programme: budget.programme, batches };
  }, [path]);
  return html`<${Loaded} of=${load}>
    ${(/** @type {{programme: Programme, batches: {items: any[], more: boolean}}} */ { programme, batches }) => html`<${Head} programme=${programme} here="/elenchi" account=${account} />
      <p>${t("batches_lead")}</p>
      ${programme.state === "open"
        ? html`<div class="cards"><${Sheet} programme=${programme} /><${One} programme=${programme} /></div>`
        : html`<p class="nothing">${t("not_issuing")}</p>`}
      <h3>${t("batches_before")}</h3>
      <${List} id="elenchi" caption=${t("batches_before")} columns=${COLUMNS} rows=${batches.items} more=${batches.more} keyOf=${(/** @type {any} */ one) => one.id} empty=${t("no_batches")} />`}
  <//>`;
}

/** A sheet that the office has prepared. @param {{programme: Programme}} props */
function Sheet({ programme }) {
  const form = useForm({
    initial: { act: "", file: null },
    check: ({ file }) => (file && file.size > BYTES_MAX ? { file: t("file_large") } : _none),
    send: async ({ act, file }, key) => go(`/desk/elenchi/${await submit(programme.id, { act: act.trim(), file, format: formatOf(file.name) }, key)}`),
  });
  return html`<section class="box" aria-label=${t("sheet")}>
    <h3>${t("sheet")}</h3>
    <p>${t("sheet_columns", { columns: columnsOf(programme).map(([name]) => name).join(", ") })}</p>
    <p class="small">${t("sheet_more")}</p>
    <${Form} of=${form} label=${t("sheet")}>
      <${FileField} name="file" label=${t("file")} hint=${t("file_hint")} accept=".csv,.xlsx" required />
      <${TextArea} name="act" label=${t("act_that")} rows=${2} maxlength=${200} required />
      <${Submit}>${t("try_sheet")}<//>
    <//>
  </section>`;
}

/** One person: the same as a sheet of one line. @param {{programme: Programme}} props */
function One({ programme }) {
  const columns = columnsOf(programme);
  const form = useForm({
    initial: { one_act: "" },
    send: async (values, key) => {
      const file = fileOfOne(columns.map(([name]) => [name, String(values[name] ?? "").trim()]));
      go(`/desk/elenchi/${await submit(programme.id, { act: values.one_act.trim(), file, format: "csv" }, key)}`);
    },
  });
  return html`<section class="box" aria-label=${t("one")}>
    <h3>${t("one")}</h3>
    <p>${t("one_lead")}</p>
    <${Form} of=${form} label=${t("one")}>
      ${columns.map(([name, label, how]) => html`<${Field} key=${name} name=${name} label=${label} autocomplete="off" ...${how} />`)}
      <${TextArea} name="one_act" label=${t("act_that")} rows=${2} maxlength=${200} required />
      <${Submit}>${t("try_one")}<//>
    <//>
  </section>`;
}

/** @type {Record<string, string>} */
const _none = {};

/** What must be said of each person, as the sheet names it. @param {Programme} programme @returns {[string, string, Record<string, any>][]} */
function columnsOf({ award, rules, unit }) {
  const euro = { inputmode: "decimal", hint: t("euro_hint"), required: true };
  const isee = /** @type {[string, string, any]} */ (["isee", t("column_isee"), euro]);
  return /** @type {[string, string, any][]} */ ([
    ["codice_fiscale", t("column_tax_code"), { required: true, maxlength: 16, spellcheck: false }],
    ...(award.kind === "named" ? [unit === "minutes" ? ["ore", t("column_hours"), { ...euro, hint: t("hours_hint") }] : ["importo", t("amount"), euro]] : []),
    ...(award.kind === "by_household" ? [["componenti", t("column_household"), { type: "number", min: 1, max: 30, required: true }]] : []),
    ...(award.kind === "by_household" && award.supplement ? [["data_nascita_figlio_minore", t("column_youngest"), { type: "date" }]] : []),
    ...(award.kind === "by_isee" || rules.isee_max_cents !== null ? [isee] : []),
    ...(award.kind === "by_isee"
      ? [
          ["costo_mensile", t("column_cost"), euro],
          ["mesi", t("column_months"), { type: "number", min: 1, max: 36, required: true }],
          ["numero_figlio", t("column_child"), { type: "number", min: 1, max: 30, hint: t("column_child_hint") }],
        ]
      : []),
  ]);
}

/** @type {import("../../../shared/list.js").Column<import("../head.js").Schemas["BatchView"]>[]} */
const COLUMNS = [
  { name: "act", title: t("act"), value: (one) => one.act, show: (one) => html`<a href=${link(`/desk/elenchi/${one.id}`)}>${one.act}</a>` },
  { name: "at", title: t("when"), value: (one) => one.at, show: (one) => shortDayOf(one.at) },
  { name: "state", title: t("state"), value: (one) => word("batch_state", one.state), show: (one) => html`<${StateBadge} group="batch_state" state=${one.state} />` },
  { name: "rows", title: t("batch_rows"), value: (one) => one.checked?.rows ?? 0, show: (one) => (one.checked ? String(one.checked.rows) : ""), end: true },
];
