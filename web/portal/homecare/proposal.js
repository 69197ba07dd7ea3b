/** The sessions that a cooperative keeps for a person: how they would be paid, and booking them, so many at a time. */
import texts from "#texts/homecare";

import { all, newKey } from "../../shared/api.js";
import { nextRound, unbooked } from "../../shared/home-plan.js";
import { html } from "../../shared/html.js";
import { Loaded, useLoad } from "../../shared/load.js";
import { link } from "../../shared/router.js";
import { reader } from "../../shared/texts.js";
import { Notice } from "../../shared/ui.js";
import { Commit } from "../booking/commit.js";
import { PaymentPlan, Terms, What, Without } from "../booking/plan.js";

const t = reader(texts);

/** @typedef {import("../booking/stage.js").Schemas} Schemas */

/** @param {{request: Schemas["HomeRequestView"], people: import("../people.js").Someone[]}} props */
export function Proposal({ request, people }) {
  const load = useLoad((signal) => _next(request, signal), [request.id]);
  return html`<${Loaded} of=${load}>
    ${(/** @type {Awaited<ReturnType<typeof _next>>} */ { left, quoted, skipped, vouchers }) => {
      if (!quoted) {
        const outcome = skipped.length ? html`<${Without} quoted=${{ skipped, missing: [] }} />` : html`<${Notice} kind="success" title=${t("all_booked")} />`;
        return html`${outcome}<p><a href=${link("/prenotazioni")}>${t("to_bookings")}</a></p>`;
      }
      return html`${left > quoted.quotes.length && html`<p>${t("first_ones", { count: quoted.quotes.length, left })}</p>`}
        <${Without} quoted=${quoted} />
        <${What} quoted=${quoted} people=${people} />
        <h3>${t("plan")}</h3>
        <${PaymentPlan} quoted=${quoted} vouchers=${vouchers} />
        <${Terms} quoted=${quoted} />
        <${Commit} sent=${quoted.sent} done=${load.again} refused=${load.again}>${t("accept", { count: quoted.quotes.length })}<//>`;
    }}
  <//>`;
}

/** What of the proposal is not booked yet, and how the next ones would be paid. @param {Schemas["HomeRequestView"]} request @param {AbortSignal} signal */
async function _next(request, signal) {
  const [left, vouchers] = await Promise.all([unbooked(request, signal), all(`/v1/people/${request.person_id}/vouchers`, { signal })]);
  const { quoted: told, missed: skipped, rest } = await nextRound(left, request.person_id);
  if (!told) return { left: 0, quoted: null, skipped, vouchers: vouchers.items };
  const sent = { path: "/v1/joint-bookings", token: told.token, key: newKey() };
  const quoted = { missing: [], path: sent.path, ...told, skipped, sent };
  return { left: told.quotes.length + rest.length, quoted, skipped, vouchers: vouchers.items };
}
