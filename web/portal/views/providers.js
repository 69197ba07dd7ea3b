/** The cooperatives, those of the territory first: who they are and where to read more. */
import texts from "#texts/providers";
import titles from "#texts/titles";

import { get } from "../../shared/api.js";
import { html } from "../../shared/html.js";
import { Loaded, useLoad } from "../../shared/load.js";
import { link } from "../../shared/router.js";
import { reader, word } from "../../shared/texts.js";
import { Heading, inItalian } from "../../shared/ui.js";

/** @typedef {import("../../../build/pages/api").components["schemas"]["ProviderView"]} Provider */

const t = reader(texts);
const NETWORKS = /** @type {const} */ (["local", "national"]);

export default function Providers() {
  const load = useLoad(async (signal) => (await get("/v1/providers", { signal, anonymous: true })).items, []);
  return html`<${Heading} lead=${t("lead")}>${titles.providers}<//>
    <${Loaded} of=${load}>
      ${(/** @type {Provider[]} */ providers) => NETWORKS.map((network) => html`<${Group} key=${network} ...${{ network, providers }} />`)}
    <//>`;
}

/** @param {{network: "local" | "national", providers: Provider[]}} props */
function Group({ network, providers }) {
  const mine = providers.filter((provider) => provider.network === network);
  if (!mine.length) return null;
  return html`<section aria-labelledby=${network}>
    <h2 id=${network}>${t(`network.${network}`)}</h2>
    <ul class="cards">
      ${mine.map(
        (provider) => html`<li key=${provider.id}>
          <article class="box">
            <h3><a href=${link(`/cooperative/${provider.id}`)}>${provider.name}</a></h3>
            <p class="small">${word("municipality", provider.municipality_code) === provider.municipality_code ? t("elsewhere") : word("municipality", provider.municipality_code)}</p>
            <p lang=${inItalian}>${provider.description}</p>
          </article>
        </li>`,
      )}
    </ul>
  </section>`;
}
