/** An address at which there is nothing, and where to go from here. */
import texts from "#texts/home";
import titles from "#texts/titles";

import { html } from "../../shared/html.js";
import { link } from "../../shared/router.js";
import { reader } from "../../shared/texts.js";
import { Heading } from "../../shared/ui.js";

const t = reader(texts);

export default function Missing() {
  return html`<${Heading} lead=${t("missing")}>${titles.missing}<//>
    <div class="buttons">
      <a class="btn btn-primary" href=${link("/")}>${titles.home}</a>
      <a class="btn btn-outline-primary" href=${link("/catalogo")}>${t("everything")}</a>
      <a class="btn btn-outline-primary" href=${link("/social-point")}>${t("to_desks")}</a>
    </div>`;
}
