/** Who is to be moved from a cooperative: each person with their bookings, or the places found for one of them. */
import { useState } from "preact/hooks";

import texts from "#texts/desk-operator";

import { all, post } from "../../../shared/api.js";
import { whenOf } from "../../../shared/format.js";
import { ActionButton } from "../../../shared/form.js";
import { html } from "../../../shared/html.js";
import { Loaded, useLoad } from "../../../shared/load.js";
import { reader } from "../../../shared/texts.js";
import { Facts, inItalian } from "../../../shared/ui.js";
import { useSaid } from "../../parts/said.js";
import { StepHeading } from "../booking/offerings.js";
import { Offer } from "./offer.js";

const t = reader(texts);

/** @typedef {import("../../../../build/pages/api").components["schemas"]} Schemas */
/** @typedef {Schemas["UndeliverableView"]} Undeliverable */
/** @typedef {{id: string, name: string, bookings: Undeliverable[]}} Someone */
/** @typedef {{someone: Someone, found: Schemas["RelocationView"]}} Found */

/** @param {{provider: string}} props */
export function Affected({ provider }) {
  const load = useLoad((signal) => all(`/v1/providers/${provider}/affected-bookings`, { signal }), []);
  const { said, say } = useSaid();
  const [found, setFound] = useState(/** @type {Found | null} */ (null));
  const [moved, setMoved] = useState(/** @type {string[]} */ ([]));
  const [backAt, setBackAt] = useState("");
  /** @param {Someone} someone */
  const look = async (someone) => post(`/v1/people/${someone.id}/relocation-quotes`, { provider_id: provider });

  /** The list follows a moment behind what is done: what was moved is left out at once. @param {Found} done @param {Schemas["BookingView"][]} booked */
  function end({ someone }, booked) {
    setMoved([...moved, ...booked.flatMap((one) => one.moved_from ?? [])]);
    setFound(null);
    setBackAt("");
    say(_outcome(someone, booked));
    load.again();
  }

  if (found) {
    const back = () => {
      setBackAt(found.someone.id);
      setFound(null);
    };
    return html`<${Offer} someone=${found.someone} first=${found.found} look=${() => look(found.someone)} back=${back}
      done=${(/** @type {Schemas["BookingView"][]} */ booked) => end(found, booked)} />`;
  }
  return html`${said}
    <${Loaded} of=${load}>
      ${(/** @type {{items: Undeliverable[], more: boolean}} */ { items, more }) => {
        const people = _byPerson(items.filter((one) => !moved.includes(one.booking.id)));
        if (!people.length) return html`<p class="nothing" role="status">${t("relocation_none")}</p>`;
        return html`<p role="status">${t("relocation_count", { count: people.length })}${more ? `. ${t("relocation_more")}` : ""}</p>
          <ul class="cards">
            ${people.map((someone) => html`<li key=${someone.id}>
              <${Person} someone=${someone} isBack=${someone.id === backAt}
                find=${async () => setFound({ someone, found: await look(someone) })} />
            </li>`)}
          </ul>`;
      }}
    <//>`;
}

/** @param {{someone: Someone, isBack: boolean, find: () => Promise<void>}} props isBack: one comes back to them from what was found */
const Person = ({ someone, isBack, find }) =>
  html`<article class="box">
    <${isBack ? StepHeading : "h3"}>${someone.name}<//>
    <ul class="plain-list lines">${someone.bookings.map((one) => html`<li key=${one.booking.id}><${Booked} of=${one} /></li>`)}</ul>
    <div class="buttons">
      <${ActionButton} small label=${t("relocation_find_for", { name: someone.name })} act=${find}>${t("relocation_find")}<//>
    </div>
  </article>`;

/** @param {{of: Undeliverable}} props */
const Booked = ({ of: { booking, reasons } }) =>
  html`<p><strong lang=${inItalian}>${booking.title}</strong></p>
    <${Facts} of=${[
      [t("when"), whenOf(booking.starts_at, booking.ends_at)],
      [t("where"), html`<span lang=${inItalian}>${booking.place}</span>`],
      [t("relocation_why"), reasons.map((one) => one.detail).join(" ")],
    ]} />`;

/** @param {Undeliverable[]} items @returns {Someone[]} */
function _byPerson(items) {
  /** @type {Map<string, Someone>} */
  const found = new Map();
  for (const one of items) {
    const { person_id: id, person_given_name: name } = one.booking;
    found.set(id, { id, name, bookings: [...(found.get(id)?.bookings ?? []), one] });
  }
  return [...found.values()];
}

/** @param {Someone} someone @param {Schemas["BookingView"][]} booked */
function _outcome(someone, booked) {
  const asked = booked.filter((one) => one.state === "requested").length;
  const told = t("relocation_moved", { name: someone.name, count: booked.length });
  return asked ? `${told} ${t("relocation_asked", { count: asked })}` : told;
}
