/** A service goes into the catalogue: what it is, where, at which price. */
import texts from "#texts/desk-provider-offerings";
import titles from "#texts/desk-provider";

import { centsOf } from "../../../shared/amounts.js";
import { get, post } from "../../../shared/api.js";
import { Check, Field, Select, TextArea } from "../../../shared/fields.js";
import { Form, Submit, useForm, useLeaveGuard } from "../../../shared/form.js";
import { html } from "../../../shared/html.js";
import { Loaded, useLoad } from "../../../shared/load.js";
import { go } from "../../../shared/router.js";
import { reader, word } from "../../../shared/texts.js";
import { Heading } from "../../../shared/ui.js";
import { MUNICIPALITIES } from "../../territory.js";
import { priceFaults } from "../offerings/price.js";

/** @typedef {import("../../../../build/pages/api").components["schemas"]["ServiceView"]} Service */

const t = reader(texts);

export default function NewOfferingPage() {
  const load = useLoad((signal) => get("/v1/services", { signal, anonymous: true }), []);
  return html`<${Heading} lead=${t("new_lead")}>${titles.new_offering}<//>
    <${Loaded} of=${load}>${(/** @type {{items: Service[]}} */ { items }) => html`<${NewOffering} services=${items} />`}<//>`;
}

/** @param {{services: Service[]}} props */
function NewOffering({ services }) {
  const form = useForm({
    initial: { service_id: "", title: "", description: "", municipality_code: "", place: "", price: "", accepts_vouchers: false },
    check: priceFaults,
    send: async ({ price, municipality_code, ...said }, key) => {
      const draft = { ...said, title: said.title.trim(), municipality_code: municipality_code || null, price_cents: centsOf(price) };
      const { id } = await post("/v1/offerings", draft, { key });
      go(`/desk/servizi/${id}?nuovo=1`);
    },
  });
  useLeaveGuard(Boolean(form.values.title) && !form.busy);
  const service = services.find(({ id }) => id === form.values.service_id);
  return html`<${Form} of=${form}>
    <${Select} name="service_id" label=${t("service")} hint=${t("service_hint")} required empty=${t("choose")} options=${_options(services)} />
    <${Field} name="title" label=${t("title")} hint=${t("title_hint")} maxlength="80" required />
    <${TextArea} name="description" label=${t("description")} hint=${t("description_hint")} maxlength=${2000} />
    <${Select} name="municipality_code" label=${t("municipality")} hint=${t("municipality_hint")} empty=${t("everywhere")}
      options=${MUNICIPALITIES.map((code) => [code, word("municipality", code)])} />
    <${Field} name="place" label=${t("place")} hint=${t("place_hint")} maxlength="80" required />
    <${Field} name="price" label=${service ? t("price_of", { unit: word("unit", service.price_unit) }) : t("price")} hint=${t("price_hint")}
      inputmode="decimal" required />
    <${Check} name="accepts_vouchers" label=${t("accepts_vouchers")} hint=${t("accepts_vouchers_hint")} />
    <${Submit}>${t("publish")}<//>
  <//>`;
}

/** @param {Service[]} services @returns {[string, string][]} */
const _options = (services) =>
  services
    .map((one) => /** @type {[string, string]} */ ([one.id, `${word("category", one.category)} · ${one.title}`]))
    .sort(([, one], [, other]) => one.localeCompare(other));
