/** Who is booked where something changes: first names, and how to reach them. */
import texts from "#texts/desk-provider-schedules";

import { whenOf } from "../../../shared/format.js";
import { html } from "../../../shared/html.js";
import { reader } from "../../../shared/texts.js";

/** @typedef {import("../../../../build/pages/api").components["schemas"]["AffectedView"]} Person */

const t = reader(texts);

/** @param {{people: Person[]}} props */
export const People = ({ people }) =>
  people.length
    ? html`<ul class="lines">
          ${people.map(
            (person) => html`<li key=${person.booking_id}>
              <strong>${person.person_given_name}</strong> · ${whenOf(person.starts_at)} ·${" "}
              ${person.contact.kind === "email" ? html`<a href=${`mailto:${person.contact.at}`}>${person.contact.at}</a>` : t("by_desk", { desk: person.contact.at })}
            </li>`,
          )}
        </ul>
        <p class="small">${t("look_is_noted")}</p>`
    : html`<p class="nothing">${t("nobody_affected")}</p>`;
