/** Booking for who is at the desk: what, when, the summary that they see before they say yes, and the outcome. */
import { useState } from "preact/hooks";

import texts from "#texts/desk-operator";

import { post } from "../../../shared/api.js";
import { whenOf } from "../../../shared/format.js";
import { ActionButton } from "../../../shared/form.js";
import { html } from "../../../shared/html.js";
import { reader } from "../../../shared/texts.js";
import { Notice, Steps } from "../../../shared/ui.js";
import { Dates } from "./dates.js";
import { Offerings } from "./offerings.js";
import { Summary } from "./summary.js";

const t = reader(texts);
const STEPS = [t("step.what"), t("step.when"), t("step.summary")];

/** @typedef {import("../../../../build/pages/api").components["schemas"]["OfferingView"]} Offering */
/** @typedef {import("../../../../build/pages/api").components["schemas"]["QuotedView"]} Quoted */

/** @param {{person: import("../served.js").Person}} props */
export function Book({ person }) {
  const [offering, setOffering] = useState(/** @type {Offering | null} */ (null));
  const [quoted, setQuoted] = useState(/** @type {Quoted | null} */ (null));
  const [outcome, setOutcome] = useState("");

  /** @param {string} text */
  function end(text) {
    setQuoted(null);
    setOffering(null);
    setOutcome(text);
  }

  return html`<${Steps} steps=${STEPS} at=${quoted ? 2 : offering ? 1 : 0} />
    ${outcome && !offering && html`<${Notice} key=${outcome} kind="success" focus=${true}>${outcome}<//>`}
    ${!offering && html`<${Offerings} choose=${setOffering} />`}
    ${offering && !quoted && html`<${Dates} person=${person} offering=${offering} quoted=${setQuoted} ended=${end} back=${() => setOffering(null)} />`}
    ${quoted && html`<${Confirm} person=${person} quoted=${quoted} back=${() => setQuoted(null)} booked=${end} />`}`;
}

/** @param {{person: import("../served.js").Person, quoted: Quoted, back: () => void, booked: (text: string) => void}} props */
const Confirm = ({ person, quoted, back, booked }) =>
  html`<${Notice} focus=${true} title=${t("summary_title")}>${t("summary_lead")}<//>
    <${Summary} quote=${quoted.quote} />
    <div class="buttons">
      <${ActionButton} act=${async (/** @type {string} */ key) => {
        const booking = await post("/v1/bookings", { quote_token: quoted.token }, { key });
        const said = { name: person.given_name, what: booking.title, when: whenOf(booking.starts_at, booking.ends_at) };
        booked(booking.state === "requested" ? t("requested", said) : t("booked", said));
      }}>${t("confirm")}<//>
      <button type="button" class="btn btn-outline-primary" onClick=${back}>${t("back")}</button>
    </div>`;
