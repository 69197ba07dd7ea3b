/** When an offering can be had: its dates, a place on the list where it is full, and a "no" with what would be a "yes". */
import { useState } from "preact/hooks";

import texts from "#texts/desk-operator";

import { get, post } from "../../../shared/api.js";
import { today } from "../../../shared/clock.js";
import { daysAfter, money, whenOf } from "../../../shared/format.js";
import { ActionButton } from "../../../shared/form.js";
import { html } from "../../../shared/html.js";
import { Loaded, useLoad } from "../../../shared/load.js";
import { Problem } from "../../../shared/problem.js";
import { reader } from "../../../shared/texts.js";
import { inItalian, ProblemNotice } from "../../../shared/ui.js";
import { Extras, extrasOf } from "./extras.js";
import { HomeRequestForm } from "./home-request-form.js";
import { StepHeading } from "./offerings.js";
import { Ways } from "./ways.js";

const t = reader(texts);
const AHEAD_DAYS = 60;
const SHOWN = 50;
const BY_THE_HOUR = "hour";

/** @typedef {import("../../../../build/pages/api").components["schemas"]["SessionView"]} Session */
/** @typedef {import("./book.js").Quoted} Quoted */

/**
 * @param {{person: import("../served.js").Person, offering: import("./book.js").Offering, back: () => void,
 *   quoted: (quoted: Quoted) => void, ended: (text: string) => void}} props
 */
export function Dates({ person, offering, back, quoted, ended }) {
  const [present] = useState(today);
  const [refused, setRefused] = useState(/** @type {{problem: Problem, ask: object} | null} */ (null));
  const [from, setFrom] = useState(present);
  const path = `/v1/offerings/${offering.id}/sessions?from_on=${from}&to_on=${daysAfter(from, AHEAD_DAYS)}&limit=${SHOWN}`;
  const load = useLoad((signal) => get(path, { signal, anonymous: true, fresh: true }), [path]);

  /** @param {object} ask */
  async function quote(ask) {
    setRefused(null);
    try {
      quoted(await post("/v1/quotes", ask));
    } catch (error) {
      if (!(error instanceof Problem) || error.isOpen) throw error;
      setRefused({ problem: error, ask });
    }
  }

  return html`<${StepHeading}><span lang=${inItalian}>${offering.title}</span> · ${offering.provider_name}<//>
    <p><button type="button" class="btn btn-sm btn-outline-primary" onClick=${back}>${t("other_offering")}</button></p>
    ${refused && html`<${ProblemNotice} key=${refused.problem.instance} problem=${refused.problem} focus=${true} />
      <${Ways} key=${`ways ${refused.problem.instance}`} ask=${refused.ask} go=${quote} />`}
    <div class="field">
      <label for="dates-from">${t("dates_from")}</label>
      <input id="dates-from" type="date" class="form-control" value=${from} min=${present}
        onChange=${(/** @type {any} */ { currentTarget: { value } }) => value >= present && setFrom(value)} />
    </div>
    <${Loaded} of=${load}>
      ${(/** @type {{items: Session[], next: string | null}} */ { items, next }) => html`
        <p role="status">${items.length ? t("dates_count", { count: items.length }) : t("dates_none")}${next ? ` ${t("dates_more")}` : ""}</p>
        <ul class="cards">
          ${items.map((one) => html`<li key=${one.id}><${Card} session=${one} person=${person} quote=${quote} ended=${ended} /></li>`)}
        </ul>
      `}
    <//>
    ${offering.price_unit === BY_THE_HOUR && html`<${HomeRequestForm} person=${person} offering=${offering} today=${present} asked=${ended} />`}`;
}

/** @param {{session: Session, person: import("../served.js").Person, quote: (ask: object) => Promise<void>, ended: (text: string) => void}} props */
function Card({ session, person, quote, ended }) {
  const [extras, setExtras] = useState(() => extrasOf(session));
  const when = whenOf(session.starts_at, session.ends_at);
  return html`<article class="box">
    <h4>${when}</h4>
    <p>${money(session.price_cents)} · ${session.places_free ? t("places_free", { count: session.places_free }) : t("full", { count: session.in_line })}</p>
    <${Extras} session=${session} chosen=${extras} choose=${setExtras} />
    ${session.places_free
      ? html`<${ActionButton} small label=${t("summary_of", { when })} act=${() => quote({ session_id: session.id, person_id: person.id, ...extras })}>
          ${t("to_summary")}
        <//>`
      : html`<${ActionButton} small kind="outline-primary" label=${t("wait_for", { when })} act=${async (/** @type {string} */ key) => {
          await post(`/v1/sessions/${session.id}/waiting-list`, { person_ids: [person.id] }, { key });
          ended(t("waiting_joined", { name: person.given_name, what: session.title, when }));
        }}>${t("wait")}<//>`}
  </article>`;
}
