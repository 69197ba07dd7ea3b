/** What funders owe the cooperative, month by month. */
import texts from "#texts/desk-provider-settlements";
import titles from "#texts/desk-provider";

import { all } from "../../../shared/api.js";
import { monthOf, shortDayOf } from "../../../shared/format.js";
import { html } from "../../../shared/html.js";
import { amountColumn, List } from "../../../shared/list.js";
import { Loaded, useLoad } from "../../../shared/load.js";
import { link } from "../../../shared/router.js";
import { reader, wordOf } from "../../../shared/texts.js";
import { Badge, Heading } from "../../../shared/ui.js";

/** @typedef {import("../../../../build/pages/api").components["schemas"]["SettlementView"]} Settlement */

const t = reader(texts);

export default function SettlementsPage() {
  const load = useLoad((signal) => all("/v1/settlements", { signal }), []);
  return html`<${Heading} lead=${t("lead")}>${titles.settlements}<//>
    <${Loaded} of=${load}>
      ${(/** @type {{items: Settlement[], more: boolean}} */ { items, more }) =>
        html`<${List} id="rendiconti" caption=${titles.settlements} rows=${items} more=${more} columns=${COLUMNS} order="month.down" empty=${t("none")}
          keyOf=${(/** @type {Settlement} */ one) => one.id} />`}
    <//>`;
}

/** @type {import("../../../shared/list.js").Column<Settlement>[]} */
const COLUMNS = [
  { name: "number", title: t("number"), show: (one) => html`<a href=${link(`/desk/rendiconti/${one.id}`)}>${one.number}</a>`, value: (one) => one.number },
  { name: "month", title: t("month"), show: (one) => monthOf(one.month), value: (one) => one.month },
  {
    name: "state",
    title: t("state"),
    show: (one) => html`<${Badge} kind=${kindOf(one.state)}>${wordOf(texts, "state", one.state)}<//>`,
    value: (one) => wordOf(texts, "state", one.state),
  },
  { name: "until", title: t("answer_until"), show: (one) => shortDayOf(one.answer_until_at), value: (one) => one.answer_until_at },
  amountColumn("total", t("total"), (one) => one.total_cents),
];

/** How a state looks beside its word. @param {string} state */
export const kindOf = (state) => ({ issued: "warning", contested: "danger", approved: "success", paid: "success" })[state] ?? "primary";
