/** The programmes of one's funder. */
import { whole } from "../../../shared/api.js";
import { shortDayOf } from "../../../shared/format.js";
import { html } from "../../../shared/html.js";
import { amountColumn, List } from "../../../shared/list.js";
import { Loaded, useLoad } from "../../../shared/load.js";
import { link } from "../../../shared/router.js";
import { Heading, inItalian } from "../../../shared/ui.js";
import { isA, StateBadge, t, word } from "../head.js";

/** @typedef {import("../head.js").Programme} Programme */

/** @type {import("../../../shared/list.js").Column<Programme>[]} */
const COLUMNS = [
  { name: "title", title: t("title"), value: (one) => one.title, show: (one) => html`<a href=${link(`/desk/misure/${one.id}`)} lang=${inItalian}>${one.title}</a>` },
  { name: "state", title: t("state"), value: (one) => word("state", one.state), show: (one) => html`<${StateBadge} group="state" state=${one.state} />` },
  amountColumn("budget", t("budget"), (one) => one.budget, (one) => one.unit),
  amountColumn("most", t("voucher_max_short"), (one) => one.voucher_max, (one) => one.unit),
  { name: "until", title: t("expires_on"), value: (one) => one.expires_on ?? "", show: (one) => (one.expires_on ? shortDayOf(one.expires_on) : t("no_end")) },
];

/** @param {{account: import("../head.js").Account}} props */
export default function Programmes({ account }) {
  const load = useLoad((signal) => whole("/v1/programmes", { signal }), []);
  return html`<${Heading} lead=${t("programmes_lead")}>${t("programmes")}<//>
    ${isA(account) && html`<p class="buttons"><a class="btn btn-primary" href=${link("/desk/misure/nuova")}>${t("new_programme")}</a></p>`}
    <${Loaded} of=${load}>
      ${(/** @type {{items: Programme[], more: boolean}} */ { items, more }) =>
        html`<${List} id="misure" caption=${t("programmes")} columns=${COLUMNS} rows=${items} more=${more} keyOf=${(/** @type {Programme} */ one) => one.id} empty=${t("no_programmes")} order="title.up" />`}
    <//>`;
}
