/** One cooperative: who it is, how to reach it, what it may deliver and until when, what it offers and at what price. */
import texts from "#texts/providers";
import titles from "#texts/titles";

import { get } from "../../shared/api.js";
import { today } from "../../shared/clock.js";
import { shortDayOf } from "../../shared/format.js";
import { html } from "../../shared/html.js";
import { Loaded, useLoad } from "../../shared/load.js";
import { link } from "../../shared/router.js";
import { reader, word } from "../../shared/texts.js";
import { Badge, Facts, Heading, inItalian, useTitle } from "../../shared/ui.js";
import { Cards } from "../cards.js";

/** @typedef {import("./providers.js").Provider} Provider */
/** @typedef {import("../../../build/pages/api").components["schemas"]["AccreditationView"]} Accreditation */

const t = reader(texts);

/** @param {{params: Record<string, string>}} props */
export default function ProviderPage({ params }) {
  const path = `/v1/providers/${params.id}`;
  const load = useLoad((signal) => get(path, { signal, anonymous: true }), [path]);
  useTitle(load.value?.name);
  return html`<nav class="back" aria-label=${t("path")}><a href=${link("/cooperative")}>← ${titles.providers}</a></nav>
    ${load.value === undefined && html`<${Heading}>${titles.provider}<//>`}
    <${Loaded} of=${load}>
      ${(/** @type {Provider} */ provider) => html`<${Heading}>${provider.name}<//>
        <p class="lead" lang=${inItalian}>${provider.description}</p>
        <h2>${t("contacts")}</h2>
        <${Facts}
          of=${[
            [t("phone"), html`<a href="tel:${provider.phone.replaceAll(" ", "")}">${provider.phone}</a>`],
            [t("email"), html`<a href="mailto:${provider.email}">${provider.email}</a>`],
            [t("address"), html`<span lang=${inItalian}>${provider.address}</span>`],
          ]}
        />
        <${Offered} path=${path} />
        <${Accreditations} path=${path} />`}
    <//>`;
}

/** @param {{path: string}} props */
function Offered({ path }) {
  const load = useLoad(async (signal) => (await get(`${path}/offerings`, { signal, anonymous: true })).items, [path]);
  return html`<section aria-labelledby="offered">
    <h2 id="offered">${t("offered")}</h2>
    <${Loaded} of=${load}>
      ${(/** @type {import("../cards.js").Offering[]} */ offerings) =>
        offerings.length ? html`<${Cards} offerings=${offerings} level="h3" whose=${false} />` : html`<p>${t("nothing_offered")}</p>`}
    <//>
  </section>`;
}

/** @param {{path: string}} props */
function Accreditations({ path }) {
  const load = useLoad(async (signal) => (await get(`${path}/accreditations`, { signal, anonymous: true })).items, [path]);
  return html`<section aria-labelledby="accredited">
    <h2 id="accredited">${t("accredited")}</h2>
    <p>${t("accredited_more")}</p>
    <${Loaded} of=${load}>
      ${(/** @type {Accreditation[]} */ accreditations) =>
        html`<ul class="accreditations">
          ${accreditations.map(
            (one) => html`<li>
              ${word("category", one.category)}: ${t("period", { from: shortDayOf(one.from_on), to: shortDayOf(one.to_on) })}
              ${" "}<${Badge} kind=${stateOf(one) === "active" ? "success" : "warning"}>${t(`state.${stateOf(one)}`)}<//>
            </li>`,
          )}
        </ul>`}
    <//>
  </section>`;
}

/** What an accreditation is today. @param {Accreditation} accreditation @returns {"active" | "suspended" | "ended" | "coming"} */
function stateOf({ state, from_on, to_on }) {
  if (state === "suspended") return "suspended";
  if (today() > to_on) return "ended";
  return today() < from_on ? "coming" : "active";
}
