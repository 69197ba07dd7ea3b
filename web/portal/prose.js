/**
 * A page that is read: headings, paragraphs, lists, all from a catalogue. The texts of section `who` are `who.title` and
 * `who.text`; in a text a new line is a new paragraph, and lines that begin with "- " are a list.
 */
import { CALL } from "../shared/call-centre.js";
import { html } from "../shared/html.js";
import { wordOf } from "../shared/texts.js";

/** @param {{texts: Record<string, string>, sections: string[], after?: Record<string, any>}} props after: what stands under a section */
export const Prose = ({ texts, sections, after = {} }) =>
  sections.map(
    (name) => html`<section aria-labelledby=${name}>
      <h2 id=${name}>${wordOf(texts, name, "title")}</h2>
      <${Paragraphs} text=${wordOf(texts, name, "text")} /> ${after[name]}
    </section>`,
  );

/** @param {{text: string}} props */
export function Paragraphs({ text }) {
  const lines = text.split("\n");
  const points = lines.filter((line) => line.startsWith("- "));
  return html`${lines.filter((line) => !line.startsWith("- ")).map((line) => html`<p>${line}</p>`)}
    ${points.length > 0 && html`<ul>${points.map((line) => html`<li>${line.slice(2)}</li>`)}</ul>`}`;
}

/** Where to write and call; both stand for themselves in this demonstration. @param {{email: string}} props */
export const Contacts = ({ email }) =>
  html`<ul class="contacts">
    <li><a href="mailto:${email}">${email}</a></li>
    <li><a href=${CALL.address}>${CALL.number}</a></li>
  </ul>`;
