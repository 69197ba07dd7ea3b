/** How to say that something does not work, and to whom; or how one got on, without saying who one is. */
import texts from "#texts/report";
import titles from "#texts/titles";

import { html } from "../../shared/html.js";
import { reader } from "../../shared/texts.js";
import { Heading } from "../../shared/ui.js";
import { Feedback } from "../feedback.js";
import { Contacts, Prose } from "../prose.js";

const t = reader(texts);

export default function Report() {
  const after = { tell: html`<${Contacts} email="piattaforma@welfare.example.org" />` };
  return html`<${Heading} lead=${t("lead")}>${titles.report}<//>
    <${Prose} texts=${texts} sections=${["tell", "number", "service"]} after=${after} />
    <${Feedback} />`;
}
