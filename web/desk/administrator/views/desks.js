/** The Social Points of the territory, and opening another. */
import { useState } from "preact/hooks";

import texts from "#texts/desk-administrator";

import { get, post } from "../../../shared/api.js";
import { Field, Select } from "../../../shared/fields.js";
import { Form, Submit, useForm } from "../../../shared/form.js";
import { html } from "../../../shared/html.js";
import { List } from "../../../shared/list.js";
import { Loaded, useLoad } from "../../../shared/load.js";
import { reader, word } from "../../../shared/texts.js";
import { Dialog, Heading, inItalian } from "../../../shared/ui.js";
import { useSaid } from "../../parts/said.js";
import { MUNICIPALITIES } from "../../territory.js";

const t = reader(texts);

/** @typedef {import("../../../../build/pages/api").components["schemas"]["DeskView"]} Desk */

export default function Desks() {
  const load = useLoad((signal) => get("/v1/desks", { signal, anonymous: true, fresh: true }), []);
  const [opening, setOpening] = useState(false);
  const { said, say } = useSaid();
  return html`<${Heading} lead=${t("desks_lead")}>${texts.desks}<//>
    ${said}
    <${Loaded} of=${load}>
      ${(/** @type {{items: Desk[]}} */ { items }) => html`
        <div class="buttons"><button type="button" class="btn btn-primary" onClick=${() => setOpening(true)}>${t("desk_open")}</button></div>
        <${List} id="desks" caption=${texts.desks} columns=${COLUMNS} rows=${items} order="name.up" keyOf=${(/** @type {Desk} */ one) => one.id} empty=${t("desks_none")} />
      `}
    <//>
    ${opening &&
    html`<${Dialog} title=${t("desk_open")} close=${() => setOpening(false)}>
      <${Opening} done=${(/** @type {Desk} */ desk) => {
        setOpening(false);
        say(t("desk_opened", { name: desk.name }));
        load.again();
      }} />
    <//>`}`;
}

/** @type {import("../../../shared/list.js").Column<Desk>[]} */
const COLUMNS = [
  { name: "name", title: t("desk_name"), show: (desk) => desk.name },
  { name: "municipality", title: t("municipality"), show: (desk) => word("municipality", desk.municipality_code) },
  { name: "address", title: t("address"), show: (desk) => desk.address },
  { name: "hours", title: t("opening_hours"), show: (desk) => html`<span lang=${inItalian}>${desk.opening_hours}</span>`, value: (desk) => desk.opening_hours },
];

/** @param {{done: (desk: Desk) => void}} props */
function Opening({ done }) {
  const form = useForm({
    initial: { name: "", municipality_code: "", address: "", opening_hours: "" },
    send: async (values, key) => done(await post("/v1/desks", values, { key })),
  });
  return html`<${Form} of=${form} label=${t("desk_open")}>
    <${Field} name="name" label=${t("desk_name")} maxlength="200" autocomplete="off" required />
    <${Select} name="municipality_code" label=${t("municipality")} required empty=${t("choose")} options=${MUNICIPALITIES.map((one) => [one, word("municipality", one)])} />
    <${Field} name="address" label=${t("address")} maxlength="200" autocomplete="off" required />
    <${Field} name="opening_hours" label=${t("opening_hours")} hint=${t("opening_hours_hint")} maxlength="200" autocomplete="off" required />
    <div class="buttons"><${Submit}>${t("desk_open")}<//></div>
  <//>`;
}
