import texts from "#texts/desk";

import { link } from "../../shared/router.js";
import { html } from "../../shared/html.js";
import { Heading } from "../../shared/ui.js";

export default function Missing() {
  return html`<${Heading}>${texts.missing}<//>
    <p><a href=${link("/desk")}>${texts.to_start}</a></p>`;
}
