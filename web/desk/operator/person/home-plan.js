/**
 * Booking the meetings that a cooperative keeps for a person, to the last one: so many at a time, as one quote takes,
 * each time with its terms and a yes. What cannot be had is told with its reasons.
 */
import { useState } from "preact/hooks";

import texts from "#texts/desk-operator";

import { post } from "../../../shared/api.js";
import { nextRound, unbooked } from "../../../shared/home-plan.js";
import { html } from "../../../shared/html.js";
import { Loaded, useLoad } from "../../../shared/load.js";
import { Problem } from "../../../shared/problem.js";
import { reader } from "../../../shared/texts.js";
import { Notice, ProblemNotice } from "../../../shared/ui.js";
import { JointSummary } from "../booking/joint-summary.js";
import { Skipped } from "../booking/skipped.js";

const t = reader(texts);
/** @typedef {import("./home-requests.js").HomeRequest} HomeRequest */
/** @typedef {import("../../../shared/home-plan.js").Missed} Missed */
/** @typedef {import("../../../shared/home-plan.js").Round} Round */

/** @param {{request: HomeRequest, back: () => void}} props */
export function HomePlan({ request, back }) {
  const load = useLoad((signal) => unbooked(request, signal), [request.id]);
  return html`<${Loaded} of=${load}>${(/** @type {string[]} */ left) => html`<${Rounds} request=${request} left=${left} back=${back} />`}<//>`;
}

/** @param {{request: HomeRequest, left: string[], back: () => void}} props */
function Rounds({ request, left, back }) {
  const whole = request.session_ids.length;
  const [at, go] = useState({ booked: whole - left.length, left, missed: /** @type {Missed[]} */ ([]) });
  return html`<div role="status">
      <p>${t("plan_progress", { booked: at.booked, whole })}</p>
      <progress class="progress-line" max=${whole} value=${at.booked} aria-label=${t("plan_progress", { booked: at.booked, whole })}></progress>
    </div>
    <${Next} key=${at.left.length} person=${request.person_id} at=${at} back=${back}
      done=${(/** @type {any} */ { quoted, missed, rest }) => go({ booked: at.booked + quoted.quotes.length, left: rest, missed: [...at.missed, ...missed] })} />`;
}

/** @param {{person: string, at: {booked: number, left: string[], missed: Missed[]}, done: (round: any) => void, back: () => void}} props */
function Next({ person, at, done, back }) {
  const [refused, setRefused] = useState(/** @type {Problem | null} */ (null));
  const load = useLoad(() => nextRound(at.left, person), []);

  /** A definite no books nothing: the same ones are asked for anew. @param {Round} round @param {string} key */
  async function commit(round, key) {
    setRefused(null);
    try {
      await post("/v1/joint-bookings", { quote_token: round.quoted?.token }, { key });
    } catch (error) {
      if (!(error instanceof Problem) || error.isOpen) throw error;
      setRefused(error);
      return load.again();
    }
    return done(round);
  }

  return html`<${Loaded} of=${load}>
    ${(/** @type {Round} */ round) =>
      round.quoted
        ? html`${refused && html`<${ProblemNotice} key=${round.quoted.token} problem=${refused} focus=${true} />`}
            <${JointSummary} key=${round.quoted.token} quoted=${{ ...round.quoted, skipped: round.missed }} focus=${!refused} back=${back}
              commit=${(/** @type {string} */ key) => commit(round, key)} />`
        : html`<${End} booked=${at.booked} missed=${[...at.missed, ...round.missed]} back=${back} />`}
  <//>`;
}

/** @param {{booked: number, missed: Missed[], back: () => void}} props */
const End = ({ booked, missed, back }) =>
  html`<${Notice} kind=${booked ? "success" : "warning"} focus=${true} title=${t(booked ? "plan_done" : "plan_nothing", { count: booked })}><//>
    <${Skipped} of=${missed} />
    <div class="buttons"><button type="button" class="btn btn-outline-primary" onClick=${back}>${t("back")}</button></div>`;
