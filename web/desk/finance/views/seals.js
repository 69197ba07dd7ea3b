/** The chain of daily seals, its verification for any days, and what any account had at a past instant. */
import { all } from "../../../shared/api.js";
import { number, shortDayOf } from "../../../shared/format.js";
import { html } from "../../../shared/html.js";
import { List } from "../../../shared/list.js";
import { Loaded, useLoad } from "../../../shared/load.js";
import { Heading } from "../../../shared/ui.js";
import { PastBalance } from "../past-balance.js";
import { Verification } from "../verification.js";
import { t } from "../words.js";

/** @typedef {import("../words.js").Schemas["SealView"]} Seal */

/** @param {{query: URLSearchParams}} props */
export default function Seals({ query }) {
  const load = useLoad((signal) => all("/v1/seals", { signal }), []);
  return html`<${Heading} lead=${t("seals_lead")}>${t("seals")}<//>
    <${Loaded} of=${load}>
      ${(/** @type {{items: Seal[], more: boolean}} */ { items, more }) => html`<${Verification} query=${query} newest=${items[0]?.day_on} oldest=${items.at(-1)?.day_on} />
        <h2>${t("chain")}</h2>
        <${List} id="sigilli" caption=${t("chain")} columns=${COLUMNS} rows=${items} more=${more} keyOf=${(/** @type {Seal} */ one) => one.day_on} empty=${t("no_seals")} order="day.down" />`}
    <//>
    <${PastBalance} />`;
}

/** @type {import("../../../shared/list.js").Column<Seal>[]} */
const COLUMNS = [
  { name: "day", title: t("day"), value: (one) => one.day_on, show: (one) => shortDayOf(one.day_on) },
  { name: "entries", title: t("entries"), value: (one) => one.entries, show: (one) => number(one.entries), end: true },
  { name: "hash", title: t("seal"), value: (one) => one.hash, show: (one) => html`<code class="hash">${one.hash}</code>` },
  { name: "sealed", title: t("sealed_at"), value: (one) => one.sealed_at, show: (one) => shortDayOf(one.sealed_at) },
];
