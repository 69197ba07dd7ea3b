/** A kind of help: its area decides which accreditation it takes, its unit what a price is for. */
import texts from "#texts/desk-administrator";

import { post } from "../../shared/api.js";
import { Field, Select } from "../../shared/fields.js";
import { Form, Submit, useForm } from "../../shared/form.js";
import { html } from "../../shared/html.js";
import { reader, word } from "../../shared/texts.js";
import { CATEGORIES } from "../territory.js";
import { idOf, whyNot } from "./named.js";

const t = reader(texts);
const AUDIENCES = ["everyone", "children", "families", "elderly", "disabled"];
const UNITS = ["hour", "session", "month", "week", "course", "event", "person"];

/** @typedef {import("./views/needs.js").Service} Service */

/** @param {{service: Service | null, services: Service[], done: (text: string, made: {services: Service[]}) => void}} props */
export function ServiceForm({ service, services, done }) {
  const form = useForm({
    initial: { title: service?.title ?? "", category: service?.category ?? "", audience: service?.audience ?? "", price_unit: service?.price_unit ?? "" },
    check: ({ title }) => _taken(title),
    send: async (values) => {
      const made = await post("/v1/services", { ...values, id: service?.id ?? idOf(values.title), title: values.title.trim() });
      done(t("service_saved", { title: made.title }), { services: [made] });
    },
  });
  return html`<${Form} of=${form}>
    <${Field} name="title" label=${t("service")} hint=${t("service_hint")} maxlength="80" autocomplete="off" required />
    ${_select("category", "category", CATEGORIES)} ${_select("audience", "audience", AUDIENCES)} ${_select("price_unit", "unit", UNITS)}
    <div class="buttons"><${Submit}>${t("save")}<//></div>
  <//>`;

  /** @param {"category" | "audience" | "price_unit"} name @param {string} group @param {string[]} values */
  function _select(name, group, values) {
    return html`<${Select} name=${name} label=${t(name)} required empty=${t("choose")} options=${values.map((one) => [one, word(group, one)])} />`;
  }

  /** @param {string} title @returns {Record<string, string>} */
  function _taken(title) {
    const why = title && whyNot(title, service?.id, services);
    return why ? { title: t(why) } : {};
  }
}
