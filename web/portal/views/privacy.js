/** What is known about whoever uses this, why, who sees it, and what one can ask for. */
import texts from "#texts/privacy";
import titles from "#texts/titles";

import { html } from "../../shared/html.js";
import { reader } from "../../shared/texts.js";
import { Heading } from "../../shared/ui.js";
import { Contacts, Prose } from "../prose.js";

const t = reader(texts);

export default function Privacy() {
  const after = { rights: html`<${Contacts} email="privacy@welfare.example.org" />` };
  return html`<${Heading} lead=${t("lead")}>${titles.privacy}<//>
    <${Prose} texts=${texts} sections=${["who", "what", "why", "seen", "cookies", "long", "rights"]} after=${after} />`;
}
