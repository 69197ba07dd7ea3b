/** What colleagues have proposed and waits for a second person. */
import { all } from "../../../shared/api.js";
import { amount, shortDayOf } from "../../../shared/format.js";
import { html } from "../../../shared/html.js";
import { amountColumn, List } from "../../../shared/list.js";
import { Loaded, useLoad } from "../../../shared/load.js";
import { link } from "../../../shared/router.js";
import { Heading, inItalian } from "../../../shared/ui.js";
import { t, word } from "../head.js";

/** @typedef {import("../head.js").Schemas["VoucherView"]} Voucher */
/** @typedef {Voucher & {waiting: NonNullable<Voucher["waiting"]>}} Proposal that is what is listed */

export default function Proposals() {
  const load = useLoad((signal) => all("/v1/voucher-proposals", { signal }), []);
  return html`<${Heading} lead=${t("proposals_lead")}>${t("proposals")}<//>
    <${Loaded} of=${load}>
      ${(/** @type {{items: Proposal[], more: boolean}} */ { items, more }) =>
        html`<${List} id="proposte" caption=${t("proposals")} columns=${COLUMNS} rows=${items} more=${more} keyOf=${(/** @type {Proposal} */ one) => one.id} empty=${t("no_proposals")} />`}
    <//>`;
}

/** @type {import("../../../shared/list.js").Column<Proposal>[]} */
const COLUMNS = [
  {
    name: "what", title: t("proposed"), value: (one) => word("change", one.waiting.kind),
    show: (one) => html`<a href=${link(`/desk/buoni/${one.id}`)}>${word("change", one.waiting.kind)}<span class="visually-hidden">, ${one.programme_title}, ${amount(one.granted, one.unit)}</span></a>`,
  },
  { name: "programme", title: t("programme"), value: (one) => one.programme_title, show: (one) => html`<span lang=${inItalian}>${one.programme_title}</span>` },
  amountColumn("granted", t("amount"), (one) => one.granted, (one) => one.unit),
  { name: "since", title: t("since"), value: (one) => one.waiting.at, show: (one) => shortDayOf(one.waiting.at) },
  { name: "reason", title: t("why"), show: (one) => one.waiting.reason },
];
