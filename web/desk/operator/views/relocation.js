/** Whose bookings a cooperative will not deliver any more, person by person, and moving them. */
import { useState } from "preact/hooks";

import texts from "#texts/desk-operator";

import { whole } from "../../../shared/api.js";
import { Select } from "../../../shared/fields.js";
import { Form, Submit, useForm } from "../../../shared/form.js";
import { html } from "../../../shared/html.js";
import { Loaded, useLoad } from "../../../shared/load.js";
import { note } from "../../../shared/router.js";
import { reader } from "../../../shared/texts.js";
import { Heading } from "../../../shared/ui.js";
import { Affected } from "../relocation/affected.js";

const t = reader(texts);

/** @typedef {{id: string, name: string}} Provider */

/** @param {{query: URLSearchParams}} props */
export default function Relocation({ query }) {
  const load = useLoad((signal) => whole("/v1/providers", { signal, anonymous: true }), []);
  return html`<${Heading} lead=${t("relocation_lead")}>${texts.relocation}<//>
    <${Loaded} of=${load}>
      ${(/** @type {{items: Provider[]}} */ { items }) => html`<${OfOne} providers=${items} noted=${query.get("cooperativa") ?? ""} />`}
    <//>`;
}

/** A button asks, and not the choice itself: who goes through the list with the arrows looks at nobody. @param {{providers: Provider[], noted: string}} props */
function OfOne({ providers, noted }) {
  const [asked, ask] = useState({ id: noted, turn: 0 });
  const form = useForm({
    initial: { provider_id: noted },
    send: async ({ provider_id }) => {
      note({ cooperativa: provider_id });
      ask({ id: provider_id, turn: asked.turn + 1 });
    },
  });
  const options = providers.map((one) => /** @type {[string, string]} */ ([one.id, one.name])).sort((one, other) => one[1].localeCompare(other[1]));
  return html`<${Form} of=${form} label=${texts.relocation}>
      <${Select} name="provider_id" label=${t("cooperative")} options=${options} empty=${t("choose")} required />
      <${Submit}>${t("relocation_see")}<//>
    <//>
    ${asked.id &&
    html`<section key=${asked.turn}>
      <h2>${providers.find((one) => one.id === asked.id)?.name ?? t("cooperative")}</h2>
      <${Affected} provider=${asked.id} />
    </section>`}`;
}
