/** What the funder owes each cooperative, month by month; an officer can settle a month before the nightly job does. */
import { all, post, whole } from "../../../shared/api.js";
import { Field, Select } from "../../../shared/fields.js";
import { Form, Submit, useForm } from "../../../shared/form.js";
import { monthOf, shortDayOf } from "../../../shared/format.js";
import { html } from "../../../shared/html.js";
import { amountColumn, List } from "../../../shared/list.js";
import { Loaded, useLoad } from "../../../shared/load.js";
import { go, link } from "../../../shared/router.js";
import { Heading } from "../../../shared/ui.js";
import { isA, StateBadge, t, word } from "../words.js";

/** @typedef {import("../words.js").Schemas["SettlementView"]} Settlement */

/** @type {import("../../../shared/list.js").Column<Settlement>[]} */
const COLUMNS = [
  { name: "number", title: t("number"), value: (one) => one.number, show: (one) => html`<a href=${link(`/desk/liquidazioni/${one.id}`)}>${one.number}</a>` },
  { name: "provider", title: t("provider"), value: (one) => one.provider_name, show: (one) => one.provider_name },
  { name: "month", title: t("month"), value: (one) => one.month, show: (one) => monthOf(one.month) },
  { name: "state", title: t("state"), value: (one) => word("settlement", one.state), show: (one) => html`<${StateBadge} group="settlement" state=${one.state} />` },
  amountColumn("total", t("total"), (one) => one.total_cents),
  { name: "issued", title: t("issued_at"), value: (one) => one.issued_at, show: (one) => shortDayOf(one.issued_at) },
];

/** @param {{account: import("../words.js").Account}} props */
export default function Settlements({ account }) {
  const load = useLoad((signal) => all("/v1/settlements", { signal }), []);
  return html`<${Heading} lead=${t("settlements_lead")}>${t("settlements")}<//>
    <${Loaded} of=${load}>
      ${(/** @type {{items: Settlement[], more: boolean}} */ { items, more }) =>
        html`<${List} id="liquidazioni" caption=${t("settlements")} columns=${COLUMNS} rows=${items} more=${more} keyOf=${(/** @type {Settlement} */ one) => one.id} empty=${t("no_settlements")} />`}
    <//>
    ${isA(account, "programme_officer") && html`<${Settle} />`}`;
}

/** Settling a month by hand. */
function Settle() {
  const providers = useLoad((signal) => whole("/v1/providers", { signal, anonymous: true }), []);
  const form = useForm({
    initial: { provider_id: "", month: "" },
    send: async (values, key) => {
      const made = await post("/v1/settlements", values, { key });
      go(`/desk/liquidazioni/${made.id}`);
    },
  });
  const options = (providers.value?.items ?? []).map((one) => /** @type {[string, string]} */ ([one.id, one.name])).sort((one, other) => one[1].localeCompare(other[1]));
  return html`<section>
    <h2>${t("settle")}</h2>
    <p>${t("settle_lead")}</p>
    <${Form} of=${form} label=${t("settle")}>
      <${Select} name="provider_id" label=${t("provider")} options=${options} empty=${t("choose")} required />
      <${Field} name="month" label=${t("month")} hint=${t("month_hint")} pattern="20[0-9]{2}-(0[1-9]|1[0-2])" maxlength="7" required />
      <${Submit}>${t("settle")}<//>
    <//>
  </section>`;
}
