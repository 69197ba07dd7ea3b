/** Where one's roles let one go, and what there is to do there. */
import texts from "#texts/desk";

import { html } from "../../shared/html.js";
import { link } from "../../shared/router.js";
import { wordOf } from "../../shared/texts.js";
import { Heading } from "../../shared/ui.js";
import { entriesFor } from "../site.js";

/** @param {{account: {roles: string[]} | null}} props */
export default function Start({ account }) {
  return html`<${Heading} lead=${texts.start_lead}>${texts.start}<//>
    <ul class="cards">
      ${entriesFor(account).map(
        ([path, text]) =>
          html`<li key=${path} class="box">
            <h2 class="h5"><a class="card-link" href=${link(path)}>${text}</a></h2>
            <p>${wordOf(texts, "about", path.split("/")[2])}</p>
          </li>`,
      )}
    </ul>`;
}
