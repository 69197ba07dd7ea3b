/** A need or a life event: a sentence that somebody would say, in both languages, and what helps. */
import texts from "#texts/desk-administrator";

import { post } from "../../shared/api.js";
import { Check, Choice, Field, Group } from "../../shared/fields.js";
import { Form, Submit, useForm } from "../../shared/form.js";
import { html } from "../../shared/html.js";
import { reader, wordOf } from "../../shared/texts.js";
import { inItalian } from "../../shared/ui.js";
import { idOf, whyNot } from "./named.js";

const t = reader(texts);
const KINDS = ["need", "life_event"];

/** @typedef {import("./views/needs.js").Need} Need */
/** @typedef {import("./views/needs.js").Service} Service */

/** @param {{need: Need | null, needs: Need[], services: Service[], done: (text: string, made: {needs: Need[]}) => void}} props */
export function NeedForm({ need, needs, services, done }) {
  const form = useForm({
    initial: {
      title_it: need?.title_it ?? "",
      title_en: need?.title_en ?? "",
      kind: need?.kind ?? KINDS[0],
      ...Object.fromEntries(need?.service_ids.map((id) => [_field(id), true]) ?? []),
    },
    check: (values) => ({ ..._taken(values), ..._unanswered(values) }),
    send: async (values) => {
      const made = {
        id: need?.id ?? idOf(values.title_it),
        kind: values.kind,
        title_it: values.title_it.trim(),
        title_en: values.title_en.trim(),
        service_ids: services.filter((one) => values[_field(one.id)]).map((one) => one.id),
      };
      await post("/v1/needs", made);
      done(t("need_saved", { title: made.title_it }), { needs: [made] });
    },
  });
  return html`<${Form} of=${form}>
    <${Field} name="title_it" label=${t("in_italian")} hint=${t("title_hint")} maxlength="200" autocomplete="off" required />
    <${Field} name="title_en" label=${t("in_english")} maxlength="200" autocomplete="off" required />
    <${Choice} name="kind" label=${t("kind")} required inline options=${KINDS.map((kind) => [kind, wordOf(texts, "kind", kind)])} />
    <${Group} name="services" label=${t("answered_by")}>
      <div class="tall-choice" lang=${inItalian}>
        ${services.map((one) => html`<${Check} key=${one.id} name=${_field(one.id)} label=${one.title} />`)}
      </div>
    <//>
    <div class="buttons"><${Submit}>${t("save")}<//></div>
  <//>`;

  /** @param {Record<string, any>} values @returns {Record<string, string>} */
  function _taken({ title_it }) {
    const why = title_it && whyNot(title_it, need?.id, needs.map((one) => ({ id: one.id, title: one.title_it })));
    return why ? { title_it: t(why) } : {};
  }

  /** @param {Record<string, any>} values @returns {Record<string, string>} */
  function _unanswered(values) {
    return services.some((one) => values[_field(one.id)]) ? {} : { services: t("need_unanswered") };
  }
}

/** @param {string} serviceId */
const _field = (serviceId) => `service-${serviceId}`;
