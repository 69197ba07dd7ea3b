/** What families pay or get back by themselves: what is open, the longest first, and the file of a month. */
import { useState } from "preact/hooks";

import texts from "#texts/desk-provider-money";
import titles from "#texts/desk-provider";

import { all, post } from "../../../shared/api.js";
import { today } from "../../../shared/clock.js";
import { Field } from "../../../shared/fields.js";
import { Form, Submit, useForm } from "../../../shared/form.js";
import { isoDay, shortDayOf } from "../../../shared/format.js";
import { html } from "../../../shared/html.js";
import { amountColumn, List } from "../../../shared/list.js";
import { Loaded, useLoad } from "../../../shared/load.js";
import { link } from "../../../shared/router.js";
import { reader } from "../../../shared/texts.js";
import { Heading, inItalian } from "../../../shared/ui.js";
import { FileReady } from "../file-ready.js";

/** @typedef {import("../../../../build/pages/api").components["schemas"]["OwnMoneyView"]} OwnMoney */

const t = reader(texts);
const MONTH = /^20\d\d-(0[1-9]|1[0-2])$/;

/** @param {{account: {roles: string[]}}} props */
export default function MoneyPage({ account }) {
  const load = useLoad((signal) => all("/v1/open-own-money", { signal }), []);
  return html`<${Heading} lead=${t("lead")}>${titles.money}<//>
    <h2>${t("open")}</h2>
    <${Loaded} of=${load}>
      ${(/** @type {{items: OwnMoney[], more: boolean}} */ { items, more }) =>
        html`<${List} id="quote" caption=${t("open")} rows=${items} more=${more} columns=${COLUMNS} empty=${t("nothing_open")}
          keyOf=${(/** @type {OwnMoney} */ one) => one.booking.id} />`}
    <//>
    ${account.roles.includes("provider_manager") && html`<${MonthFile} />`}`;
}

/** @type {import("../../../shared/list.js").Column<OwnMoney>[]} */
const COLUMNS = [
  {
    name: "person",
    title: t("person"),
    show: (one) => html`<a href=${link(`/desk/soldi/${one.booking.id}`)}>${one.booking.person_given_name}<span class="visually-hidden">, ${one.booking.title}, ${shortDayOf(one.booking.starts_at)}</span></a>`,
    value: (one) => one.booking.person_given_name,
  },
  { name: "service", title: t("service"), show: (one) => html`<span lang=${inItalian}>${one.booking.title}</span>`, value: (one) => one.booking.title },
  { name: "day", title: t("day"), show: (one) => shortDayOf(one.booking.starts_at), value: (one) => isoDay(one.booking.starts_at) },
  amountColumn("to_pay", t("to_pay"), (one) => one.to_pay_cents),
  amountColumn("to_refund", t("to_refund"), (one) => one.to_refund_cents),
];

/** For the cooperative's books. */
function MonthFile() {
  const [file, setFile] = useState(/** @type {{url: string} | null} */ (null));
  const form = useForm({
    initial: { month: today().slice(0, 7) },
    check: ({ month }) => /** @type {Record<string, string>} */ (!month || MONTH.test(month) ? {} : { month: t("month_wrong") }),
    send: async ({ month }) => setFile(await post("/v1/own-money-files", { month })),
  });
  return html`<section aria-labelledby="month-file">
    <h2 id="month-file">${t("month_file")}</h2>
    <p>${t("month_file_means")}</p>
    <${Form} of=${form}>
      <${Field} name="month" type="month" label=${t("month")} hint=${t("month_hint")} required />
      <${Submit} kind="outline-primary">${t("make_file")}<//>
    <//>
    ${file && html`<${FileReady} file=${file} link=${t("open_file")} key=${file.url}>${t("file_ready")}<//>`}
  </section>`;
}
