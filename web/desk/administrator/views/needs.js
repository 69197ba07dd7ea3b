/** What people come with, and the kinds of help that answer it: both are defined here, in words that residents would use. */
import { useState } from "preact/hooks";

import texts from "#texts/desk-administrator";

import { get } from "../../../shared/api.js";
import { html } from "../../../shared/html.js";
import { List } from "../../../shared/list.js";
import { Loaded, useLoad } from "../../../shared/load.js";
import { reader, word, wordOf } from "../../../shared/texts.js";
import { Dialog, Heading, inItalian } from "../../../shared/ui.js";
import { useSaid } from "../../parts/said.js";
import { NeedForm } from "../need-form.js";
import { ServiceForm } from "../service-form.js";

const t = reader(texts);

/** @typedef {import("../../../../build/pages/api").components["schemas"]["ServiceView"]} Service */
/** @typedef {{id: string, kind: string, title_it: string, title_en: string, service_ids: string[]}} Need */

export default function Needs() {
  const load = useLoad(_needsAndServices, []);
  const [need, setNeed] = useState(/** @type {Need | "new" | null} */ (null));
  const [service, setService] = useState(/** @type {Service | "new" | null} */ (null));
  const { said, say } = useSaid();
  const [saved, setSaved] = useState({ needs: /** @type {Need[]} */ ([]), services: /** @type {Service[]} */ ([]) });
  /** @param {string} text @param {Partial<typeof saved>} made */
  const end = (text, made) => {
    setNeed(null);
    setService(null);
    say(text);
    setSaved({ needs: _with(saved.needs, made.needs ?? []), services: _with(saved.services, made.services ?? []) });
  };
  return html`<${Heading} lead=${t("needs_lead")}>${texts.needs}<//>
    ${said}
    <${Loaded} of=${load}>
      ${(/** @type {{needs: Need[], services: Service[]}} */ read) => {
        const [needs, services] = [_with(read.needs, saved.needs), _with(read.services, saved.services)];
        return html`
        <h2>${t("needs_list")}</h2>
        <div class="buttons"><button type="button" class="btn btn-primary" onClick=${() => setNeed("new")}>${t("need_new")}</button></div>
        <${List} id="needs" caption=${t("needs_list")} columns=${_needColumns(services)} rows=${needs} keyOf=${(/** @type {Need} */ one) => one.id} empty=${t("needs_none")}
          actions=${(/** @type {Need} */ one) => _edit(one.title_it, () => setNeed(one))} />
        <h2>${t("services_list")}</h2>
        <div class="buttons"><button type="button" class="btn btn-primary" onClick=${() => setService("new")}>${t("service_new")}</button></div>
        <${List} id="services" caption=${t("services_list")} columns=${SERVICES} rows=${services} keyOf=${(/** @type {Service} */ one) => one.id} empty=${t("services_none")}
          actions=${(/** @type {Service} */ one) => _edit(one.title, () => setService(one))} />
        ${need &&
        html`<${Dialog} title=${t(need === "new" ? "need_new" : "need_edit")} close=${() => setNeed(null)}>
          <${NeedForm} need=${need === "new" ? null : need} needs=${needs} services=${services} done=${end} />
        <//>`}
        ${service &&
        html`<${Dialog} title=${t(service === "new" ? "service_new" : "service_edit")} close=${() => setService(null)}>
          <${ServiceForm} service=${service === "new" ? null : service} services=${services} done=${end} />
        <//>`}
      `;
      }}
    <//>`;
}

/** What was saved just now stands in the list at once: the catalogue itself follows a little later. @template {{id: string}} T @param {T[]} all @param {T[]} made */
const _with = (all, made) => [...all.filter((one) => !made.some(({ id }) => id === one.id)), ...made];

/** @param {string} what @param {() => void} open */
const _edit = (what, open) =>
  html`<button type="button" class="btn btn-sm btn-outline-primary" onClick=${open} aria-label=${t("edit_this", { what })}>${t("edit")}</button>`;

/** Needs are told in one language at a time; whoever edits them has both in view. @param {AbortSignal} signal */
async function _needsAndServices(signal) {
  const how = { signal, anonymous: true, fresh: true };
  const [italian, english, services] = await Promise.all([
    get("/v1/needs", { ...how, in: "it" }), get("/v1/needs", { ...how, in: "en" }), get("/v1/services", how),
  ]);
  const inEnglish = new Map(english.items.map((/** @type {any} */ one) => [one.id, one.title]));
  const needs = italian.items.map((/** @type {any} */ { title, ...one }) => ({ ...one, title_it: title, title_en: inEnglish.get(one.id) ?? "" }));
  return { needs, services: services.items };
}

/** @param {Service[]} services @returns {import("../../../shared/list.js").Column<Need>[]} */
function _needColumns(services) {
  const names = new Map(services.map((one) => [one.id, one.title]));
  /** @param {Need} need */
  const helped = (need) => need.service_ids.map((id) => names.get(id)).join(", ");
  return [
    { name: "italian", title: t("in_italian"), show: (one) => html`<span lang=${inItalian}>${one.title_it}</span>`, value: (one) => one.title_it },
    { name: "english", title: t("in_english"), show: (one) => html`<span lang="en">${one.title_en}</span>`, value: (one) => one.title_en },
    { name: "kind", title: t("kind"), show: (one) => wordOf(texts, "kind", one.kind) },
    { name: "services", title: t("answered_by"), show: (one) => html`<span lang=${inItalian}>${helped(one)}</span>`, value: helped },
  ];
}

/** @type {import("../../../shared/list.js").Column<Service>[]} */
const SERVICES = [
  { name: "title", title: t("service"), show: (one) => html`<span lang=${inItalian}>${one.title}</span>`, value: (one) => one.title },
  { name: "category", title: t("category"), show: (one) => word("category", one.category) },
  { name: "audience", title: t("audience"), show: (one) => word("audience", one.audience) },
  { name: "unit", title: t("price_unit"), show: (one) => word("unit", one.price_unit) },
];
