/** The vouchers of a programme, without whose they are: all, in one state, or those that expire soon. */
import { useState } from "preact/hooks";

import { all, get } from "../../../shared/api.js";
import { today } from "../../../shared/clock.js";
import { amount, daysAfter, shortDayOf } from "../../../shared/format.js";
import { html } from "../../../shared/html.js";
import { amountColumn, List } from "../../../shared/list.js";
import { Loaded, useLoad } from "../../../shared/load.js";
import { link, note } from "../../../shared/router.js";
import { Head, isA, StateBadge, t, word } from "../head.js";

/** @typedef {import("../head.js").Schemas["OutlineBalanceView"]} Row */

const STATES = ["open", "suspended", "proposed", "expired", "revoked", "transferred"];
const SOON = ["30", "60", "90"];

/** @param {{params: {id: string}, query: URLSearchParams, account: import("../head.js").Account}} props */
export default function Vouchers({ params, query, account }) {
  const [wanted, setWanted] = useState({ stato: query.get("stato") ?? "", entro: query.get("entro") ?? "" });
  const path = `/v1/programmes/${params.id}`;
  const programme = useLoad((signal) => get(path, { signal }), [path]);
  const rows = useLoad((signal) => all(`${path}/vouchers${_asked(wanted)}`, { signal }), [path, wanted]);
  /** @param {Partial<typeof wanted>} next */
  const want = (next) => {
    setWanted({ ...wanted, ...next });
    note(next);
  };
  return html`<${Loaded} of=${programme}>
      ${(/** @type {any} */ budget) => html`<${Head} programme=${budget.programme} here="/buoni" account=${account} />
        ${isA(account) && html`<p class="buttons"><a class="btn btn-primary" href=${link(`/desk/misure/${params.id}/elenchi`)}>${t("issue")}</a></p>`}`}
    <//>
    <div class="fields">
      <${Choose} name="stato" label=${t("state")} value=${wanted.stato} choose=${want} options=${STATES.map((one) => [one, word("voucher", one)])} />
      <${Choose} name="entro" label=${t("expiring")} value=${wanted.entro} choose=${want} options=${SOON.map((one) => [one, t("within_days", { days: one })])} />
    </div>
    <${Loaded} of=${rows}>
      ${(/** @type {{items: Row[], more: boolean}} */ { items, more }) =>
        html`<${List} id="buoni" caption=${t("vouchers")} columns=${COLUMNS} rows=${items} more=${more} keyOf=${(/** @type {Row} */ row) => row.voucher.id} empty=${t("no_vouchers")} order="until.up" />`}
    <//>`;
}

/** @param {{name: string, label: string, value: string, choose: (next: any) => void, options: [string, string][]}} props */
const Choose = ({ name, label, value, choose, options }) =>
  html`<div class="field">
    <label for=${name}>${label}</label>
    <select id=${name} class="form-control form-select" value=${value} onChange=${(/** @type {any} */ event) => choose({ [name]: event.currentTarget.value })}>
      <option value="">${t("any")}</option>
      ${options.map(([option, text]) => html`<option value=${option}>${text}</option>`)}
    </select>
  </div>`;

/** @param {{stato: string, entro: string}} wanted */
function _asked({ stato, entro }) {
  const query = new URLSearchParams();
  if (STATES.includes(stato)) query.set("state", stato);
  if (SOON.includes(entro)) query.set("expires_until", daysAfter(today(), Number(entro)));
  return query.size ? `?${query}` : "";
}

/** @param {"granted" | "available" | "held" | "captured"} name @returns {import("../../../shared/list.js").Column<Row>} */
const _amounts = (name) => amountColumn(name, t(`account_${name}`), (row) => row.account[name], (row) => row.voucher.unit);

/** @type {import("../../../shared/list.js").Column<Row>[]} */
const COLUMNS = [
  {
    name: "issued", title: t("issued_on"), value: (row) => row.voucher.issued_on,
    show: (row) => html`<a href=${link(`/desk/buoni/${row.voucher.id}`)}>${shortDayOf(row.voucher.issued_on)}<span class="visually-hidden">, ${amount(row.account.granted, row.voucher.unit)}</span></a>`,
  },
  { name: "state", title: t("state"), value: (row) => word("voucher", row.voucher.state), show: (row) => html`<${StateBadge} group="voucher" state=${row.voucher.state} />` },
  _amounts("granted"),
  _amounts("available"),
  _amounts("held"),
  _amounts("captured"),
  { name: "until", title: t("voucher_until"), value: (row) => row.voucher.expires_on, show: (row) => shortDayOf(row.voucher.expires_on) },
];
