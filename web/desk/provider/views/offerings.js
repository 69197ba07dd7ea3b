/** What the cooperative offers now, as the catalogue shows it. */
import texts from "#texts/desk-provider-offerings";
import titles from "#texts/desk-provider";

import { get } from "../../../shared/api.js";
import { money } from "../../../shared/format.js";
import { html } from "../../../shared/html.js";
import { amountColumn, List } from "../../../shared/list.js";
import { Loaded, useLoad } from "../../../shared/load.js";
import { link } from "../../../shared/router.js";
import { reader, word } from "../../../shared/texts.js";
import { Heading, inItalian, Notice } from "../../../shared/ui.js";

/** @typedef {import("../../../../build/pages/api").components["schemas"]["OfferingView"]} Offering */

const t = reader(texts);

/** @param {{query: URLSearchParams, account: {organisation_id: string}}} props */
export default function OfferingsPage({ query, account }) {
  const load = useLoad((signal) => get(`/v1/providers/${account.organisation_id}/offerings`, { signal, fresh: true }), []);
  return html`<${Heading} lead=${t("lead")}>${titles.offerings}<//>
    ${query.get("tolto") && html`<${Notice} kind="success" focus=${true}>${t("withdrawn")}<//>`}
    <p><a class="btn btn-primary" href=${link("/desk/servizi/nuovo")}>${titles.new_offering}</a></p>
    <${Loaded} of=${load}>
      ${(/** @type {{items: Offering[]}} */ { items }) =>
        html`<${List} id="servizi" caption=${titles.offerings} rows=${items} columns=${COLUMNS} order="title.up" empty=${t("none")}
          keyOf=${(/** @type {Offering} */ one) => one.id} />`}
    <//>`;
}

/** @type {import("../../../shared/list.js").Column<Offering>[]} */
const COLUMNS = [
  {
    name: "title",
    title: t("title"),
    show: (one) => html`<a href=${link(`/desk/servizi/${one.id}`)} lang=${inItalian}>${one.title}</a>`,
    value: (one) => one.title,
  },
  { name: "category", title: t("category"), show: (one) => word("category", one.category) },
  { name: "place", title: t("place"), show: (one) => html`<span lang=${inItalian}>${one.place}</span>`, value: (one) => one.place },
  {
    ...amountColumn("price", t("price"), (one) => one.price_cents),
    show: (one) => `${money(one.price_cents)}${one.price_cents ? ` ${word("unit", one.price_unit)}` : ""}`,
  },
];
