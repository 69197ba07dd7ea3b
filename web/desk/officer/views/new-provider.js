/** Admitting a cooperative. What it may do is decided afterwards, area by area. */
import { post } from "../../../shared/api.js";
import { Choice, Field, Select, TextArea } from "../../../shared/fields.js";
import { Form, Submit, useForm, useLeaveGuard } from "../../../shared/form.js";
import { html } from "../../../shared/html.js";
import { go } from "../../../shared/router.js";
import { word as common } from "../../../shared/texts.js";
import { Heading } from "../../../shared/ui.js";
import { MUNICIPALITIES } from "../../territory.js";
import { t, word } from "../head.js";

export default function NewProvider() {
  const form = useForm({
    initial: { name: "", network: "local", description: "", municipality_code: "", address: "", email: "", phone: "" },
    send: async (values, key) => {
      const trimmed = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, value.trim()]));
      const made = await post("/v1/providers", trimmed, { key });
      go(`/desk/cooperative/${made.id}`);
    },
  });
  useLeaveGuard(Boolean(form.values.name) && !form.busy);
  return html`<${Heading} lead=${t("new_provider_lead")}>${t("new_provider")}<//>
    <${Form} of=${form}>
      <${Field} name="name" label=${t("provider_name")} maxlength="80" required />
      <${Choice} name="network" label=${t("network")} required inline options=${[["local", word("network", "local")], ["national", word("network", "national")]]} />
      <${TextArea} name="description" label=${t("description")} hint=${t("description_hint")} maxlength=${2000} required />
      <${Select} name="municipality_code" label=${t("municipality")} required empty=${t("choose")} options=${MUNICIPALITIES.map((code) => [code, common("municipality", code)])} />
      <${Field} name="address" label=${t("address")} maxlength="200" required />
      <${Field} name="email" type="email" label=${t("email")} required />
      <${Field} name="phone" type="tel" label=${t("phone")} required />
      <${Submit}>${t("admit")}<//>
    <//>`;
}
