/** One person at the desk: what they have, and what is done with them. Who reads the page anew finds them again first. */
import { useEffect, useRef, useState } from "preact/hooks";

import texts from "#texts/desk-operator";

import { shortDayOf } from "../../../shared/format.js";
import { html } from "../../../shared/html.js";
import { link } from "../../../shared/router.js";
import { reader, word } from "../../../shared/texts.js";
import { Facts, Heading, useTitle } from "../../../shared/ui.js";
import * as served from "../served.js";
import { Book } from "../booking/book.js";
import { Bookings } from "../person/bookings.js";
import { Credentials } from "../person/credentials.js";
import { HomeRequests } from "../person/home-requests.js";
import { Household } from "../person/household.js";
import { Reminders } from "../person/reminders.js";
import { Vouchers } from "../person/vouchers.js";
import { Waiting } from "../person/waiting.js";

const t = reader(texts);

/** What can be done; each part is read only when it is opened: every reading leaves a trace with the person. */
const PARTS = /** @type {const} */ ({
  book: Book, bookings: Bookings, vouchers: Vouchers, waiting: Waiting, home: HomeRequests, reminders: Reminders,
  household: Household, credentials: Credentials,
});
const NAMES = /** @type {(keyof typeof PARTS)[]} */ (Object.keys(PARTS));

/** @param {{params: {id: string}}} props */
export default function PersonPage({ params }) {
  const person = served.person(params.id);
  useTitle(texts.person);
  if (!person) {
    return html`<${Heading} lead=${t("find_again")}>${texts.person}<//>
      <p><a class="btn btn-primary" href=${link("/desk/persone")}>${texts.people}</a></p>`;
  }
  return html`<${Heading}>${person.given_name} ${person.family_name}<//>
    <${Facts} of=${[
      [t("born_on"), shortDayOf(person.born_on)],
      [t("municipality"), word("municipality", person.municipality_code)],
      [t("email"), person.email ?? t("through_delegate")],
    ]} />
    <${Parts} person=${person} />
    <p><a class="btn btn-outline-primary" href=${link("/desk/persone")}>${t("next_person")}</a></p>`;
}

/** @param {{person: served.Person}} props */
function Parts({ person }) {
  const [{ part, turn }, open] = useState({ part: NAMES[0], turn: 0 });
  const heading = useRef(/** @type {HTMLHeadingElement | null} */ (null));
  useEffect(() => {
    if (turn) heading.current?.focus();
  }, [turn]);
  return html`<nav aria-label=${t("parts", { name: person.given_name })} class="person-parts">
      ${NAMES.map(
        (name) => html`<button type="button" class="btn btn-sm btn-outline-primary" aria-pressed=${name === part ? "true" : "false"} onClick=${() => open({ part: name, turn: turn + 1 })}>
          ${t(`part.${name}`)}
        </button>`,
      )}
    </nav>
    <section aria-labelledby="part">
      <h2 id="part" tabindex="-1" ref=${heading}>${t(`part.${part}`)}</h2>
      <${PARTS[part]} key=${part} person=${person} />
    </section>`;
}
