/** The accessibility statement, after AgID's model: how accessible this is, how that was found out, whom to tell, who decides. */
import texts from "#texts/accessibility";
import titles from "#texts/titles";

import { html } from "../../shared/html.js";
import { reader } from "../../shared/texts.js";
import { Heading } from "../../shared/ui.js";
import { Contacts, Prose } from "../prose.js";

const t = reader(texts);
const OMBUDSMAN = "https://www.agid.gov.it/it/agenzia/difensore-civico-per-il-digitale";

export default function Accessibility() {
  const after = {
    contact: html`<${Contacts} email="accessibilita@welfare.example.org" />`,
    enforcement: html`<p><a href=${OMBUDSMAN} rel="noreferrer">${t("ombudsman")}</a></p>`,
  };
  return html`<${Heading} lead=${t("lead")}>${titles.accessibility}<//>
    <${Prose} texts=${texts} sections=${["state", "not_accessible", "others", "drafting", "contact", "enforcement", "about"]} after=${after} />`;
}
