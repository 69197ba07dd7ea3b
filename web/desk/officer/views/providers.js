/** The cooperatives: who is admitted, and a way to admit another. */
import { whole } from "../../../shared/api.js";
import { html } from "../../../shared/html.js";
import { List } from "../../../shared/list.js";
import { Loaded, useLoad } from "../../../shared/load.js";
import { link } from "../../../shared/router.js";
import { word as common } from "../../../shared/texts.js";
import { Heading } from "../../../shared/ui.js";
import { t, word } from "../head.js";

/** @typedef {import("../head.js").Schemas["ProviderView"]} Provider */

/** @type {import("../../../shared/list.js").Column<Provider>[]} */
const COLUMNS = [
  { name: "name", title: t("provider_name"), value: (one) => one.name, show: (one) => html`<a href=${link(`/desk/cooperative/${one.id}`)}>${one.name}</a>` },
  { name: "network", title: t("network"), show: (one) => word("network", one.network) },
  { name: "municipality", title: t("municipality"), show: (one) => common("municipality", one.municipality_code) },
  { name: "email", title: t("email"), show: (one) => one.email },
  { name: "phone", title: t("phone"), show: (one) => one.phone },
];

export default function Providers() {
  const load = useLoad((signal) => whole("/v1/providers", { signal }), []);
  return html`<${Heading} lead=${t("providers_lead")}>${t("providers")}<//>
    <p class="buttons"><a class="btn btn-primary" href=${link("/desk/cooperative/nuova")}>${t("new_provider")}</a></p>
    <${Loaded} of=${load}>
      ${(/** @type {{items: Provider[], more: boolean}} */ { items, more }) =>
        html`<${List} id="cooperative" caption=${t("providers")} columns=${COLUMNS} rows=${items} more=${more} keyOf=${(/** @type {Provider} */ one) => one.id} empty=${t("no_providers")} order="name.up" />`}
    <//>`;
}
