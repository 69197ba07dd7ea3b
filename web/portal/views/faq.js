/** What people ask again and again, each answer one press away. */
import texts from "#texts/faq";
import titles from "#texts/titles";

import { html } from "../../shared/html.js";
import { link } from "../../shared/router.js";
import { reader, wordOf } from "../../shared/texts.js";
import { Heading } from "../../shared/ui.js";
import { Paragraphs } from "../prose.js";

const t = reader(texts);
const QUESTIONS = ["entry", "cost", "voucher", "part", "full", "cancel", "others", "no_computer", "who_sees", "order"];

export default function Faq() {
  return html`<${Heading} lead=${t("lead")}>${titles.faq}<//>
    <div class="questions">
      ${QUESTIONS.map(
        (name) => html`<details key=${name}>
          <summary>${wordOf(texts, name, "question")}</summary>
          <${Paragraphs} text=${wordOf(texts, name, "answer")} />
        </details>`,
      )}
    </div>
    <h2>${t("more")}</h2>
    <p>${t("more_text")} <a href=${link("/social-point")}>${t("to_desks")}</a></p>`;
}
