/** Whose these pages are, what may be done with them, and what they promise. */
import texts from "#texts/legal-notes";
import titles from "#texts/titles";

import { html } from "../../shared/html.js";
import { reader } from "../../shared/texts.js";
import { Heading } from "../../shared/ui.js";
import { Prose } from "../prose.js";

const t = reader(texts);

export default function LegalNotes() {
  return html`<${Heading} lead=${t("lead")}>${titles["legal-notes"]}<//>
    <${Prose} texts=${texts} sections=${["owner", "use", "data", "prices", "security"]} />`;
}
