/** One date: how full it is, an edit of it, and, where there is no other way, its end. */
import texts from "#texts/desk-provider-schedules";
import titles from "#texts/desk-provider";

import { get, post } from "../../../shared/api.js";
import { now } from "../../../shared/clock.js";
import { Conflict, useEditing } from "../../../shared/conflict.js";
import { Field } from "../../../shared/fields.js";
import { Form, Submit, useForm } from "../../../shared/form.js";
import { clockOf, instantOf, isoDay, money, whenOf } from "../../../shared/format.js";
import { html } from "../../../shared/html.js";
import { Loaded, useLoad } from "../../../shared/load.js";
import { link } from "../../../shared/router.js";
import { Problem } from "../../../shared/problem.js";
import { reader } from "../../../shared/texts.js";
import { Facts, Heading, inItalian, Notice, useTitle } from "../../../shared/ui.js";
import { Charge } from "../money/charge.js";
import { CallOff } from "../schedules/call-off.js";
import { useWorkers, WorkerField, workerName } from "../schedules/worker.js";

/** @typedef {import("../../../../build/pages/api").components["schemas"]["SessionView"]} SessionView */
/** @typedef {SessionView & {worker_id: string}} Session */
/** @typedef {import("../../../../build/pages/api").components["schemas"]["RosterLineView"]} Charged */
/** @typedef {{places: string, place: string, worker_id: string, day: string, from: string, to: string}} Values */

const t = reader(texts);
const STALE = 412;
const FRESH = { fresh: true }; // a date may be kept for some seconds, and an edit is of what is there now

/** @param {{params: {id: string}, account: {roles: string[], organisation_id: string}}} props */
export default function SessionPage({ params, account }) {
  const path = `/v1/sessions/${params.id}`;
  const isManager = account.roles.includes("provider_manager");
  const workers = useWorkers({ asks: isManager });
  const editing = useEditing(
    async () => _edition(await _read(path, isManager && account.organisation_id)),
    (mine, edition) => _write(path, mine, edition, account.organisation_id),
  );
  const session = /** @type {Session | undefined} */ (editing.load.value?.value);
  useTitle(session && `${session.title}, ${whenOf(session.starts_at)}`);
  const mayEdit = isManager && session?.provider_id === account.organisation_id && session.state === "open";
  return html`<${Heading} lead=${session && whenOf(session.starts_at, session.ends_at)}>${session ? html`<span lang=${inItalian}>${session.title}</span>` : titles.session}<//>
    <${Conflict} of=${editing} show=${(/** @type {Session | Values} */ one) => _shown(one, workers.value ?? [])} />
    <${Loaded} of=${editing.load}>
      ${(/** @type {{value: Session, edition: string}} */ { value, edition }) => html`
        ${value.state === "cancelled" && html`<${Notice} kind="warning">${t("is_off")}<//>`}
        <${State} session=${value} />
        ${isManager && value.provider_id === account.organisation_id && html`<${Charges} sessionId=${value.id} account=${account} />`}
        ${mayEdit && html`<${Edit} key=${edition} session=${value} save=${editing.save} /><${CallOff} session=${value} again=${editing.load.again} />`}
      `}
    <//>`;
}

/** @param {{session: Session}} props */
function State({ session }) {
  const waiting = useLoad((signal) => get(`/v1/sessions/${session.id}/waiting-list`, { signal }), [session.id]);
  return html`<${Facts} of=${[
      [t("place"), html`<span lang=${inItalian}>${session.place}</span>`],
      [t("taken"), t("places_of", { taken: session.places_max - session.places_free, places: session.places_max })],
      [t("waiting"), waiting.value && String(waiting.value.places)],
      [t("price"), money(session.price_cents)],
      [t("book_until"), whenOf(session.book_until_at)],
    ]} />
    <div class="buttons">
      <a class="btn btn-outline-primary" href=${link(`/desk/presenze?giorno=${isoDay(session.starts_at)}`)}>${t("to_roster")}</a>
      <a class="btn btn-outline-primary" href=${link(`/desk/orari?servizio=${session.offering_id}`)}>${t("to_calendar")}</a>
    </div>`;
}

/** What was charged to who is not expected any more, or did not come. @param {{sessionId: string, account: {roles: string[]}}} props */
function Charges({ sessionId, account }) {
  const load = useLoad((signal) => get(`/v1/sessions/${sessionId}/charges`, { signal }), [sessionId]);
  const charged = /** @type {Charged[]} */ (load.value?.items ?? []);
  if (!charged.length) return null;
  return html`<section aria-labelledby="charges">
    <h2 id="charges">${t("charges")}</h2>
    <ul class="plain-list roster">
      ${charged.map((one) => html`<li key=${one.id}>
        <p><strong>${one.person_given_name}</strong></p>
        <${Charge} id=${one.id} of=${one} account=${account} done=${() => {}} />
      </li>`)}
    </ul>
  </section>`;
}

/** @param {{session: Session, save: (mine: Values) => Promise<unknown>}} props */
function Edit({ session, save }) {
  const form = useForm({
    initial: _valuesOf(session),
    check: ({ from, to }) => /** @type {Record<string, string>} */ (from && to && from >= to ? { to: t("ends_before") } : {}),
    send: (values) => save(/** @type {Values} */ (values)),
  });
  const isOne = session.meetings.length < 2;
  return html`<section aria-labelledby="edit">
    <h2 id="edit">${t("edit")}</h2>
    <p>${t("edit_means")}</p>
    <${Form} of=${form}>
      <div class="fields">
        <${Field} name="places" type="number" inputmode="numeric" min="1" max="1000" label=${t("places_max")} required />
        <${Field} name="place" maxlength="80" label=${t("place")} required />
        <${WorkerField} />
        ${isOne &&
        html`<${Field} name="day" type="date" label=${t("day")} required />
          <${Field} name="from" type="time" step="300" label=${t("from")} required />
          <${Field} name="to" type="time" step="300" label=${t("to")} required />`}
      </div>
      <${Submit}>${t("save")}<//>
    <//>
  </section>`;
}

/** @param {Session} session @returns {Values} */
const _valuesOf = (session) => ({
  places: String(session.places_max),
  place: session.place,
  worker_id: session.worker_id,
  day: isoDay(session.starts_at),
  from: clockOf(session.starts_at),
  to: clockOf(session.ends_at),
});

/** What was typed and what is there, side by side. @param {Session | Values} one @param {import("../schedules/worker.js").Worker[]} workers @returns {[string, string][]} */
function _shown(one, workers) {
  const values = "starts_at" in one ? _valuesOf(one) : one;
  return [
    [t("places_max"), values.places],
    [t("place"), values.place],
    [t("worker"), workerName(workers, values.worker_id)],
    [t("when"), whenOf(instantOf(values.day, values.from), instantOf(values.day, values.to))],
  ];
}

/** @param {Session} session */
const _edition = (session) => ({ value: session, edition: String(session.edition) });

/**
 * A date, and for its own cooperative who delivers it: a plan that changes nothing tells that, everybody's date does not.
 *
 * @param {string} path
 * @param {string | false} providerId whose manager asks
 * @returns {Promise<Session>}
 */
async function _read(path, providerId) {
  const session = /** @type {SessionView} */ (await get(path, FRESH));
  const isPlanned = session.provider_id === providerId && session.state === "open" && new Date(session.starts_at) > now();
  return { ...session, worker_id: (isPlanned && (await post(`${path}/change-plans`, {})).becomes.worker_id) || "" };
}

/** Only what differs is asked for: of a date that somebody has, the places and who comes. @param {string} path @param {Values} mine @param {string} edition @param {string} providerId */
async function _write(path, mine, edition, providerId) {
  const found = await _read(path, providerId);
  if (String(found.edition) !== edition) throw _stale();
  const there = _valuesOf(found);
  const edit = {
    ...(mine.places !== there.places && { places_max: Number(mine.places) }),
    ...(mine.place.trim() !== there.place && { place: mine.place.trim() }),
    ...(mine.worker_id !== there.worker_id && (mine.worker_id ? { worker_id: mine.worker_id } : { without_worker: true })),
    ...((mine.day !== there.day || mine.from !== there.from || mine.to !== there.to) && {
      meetings: [{ starts_at: instantOf(mine.day, mine.from), ends_at: instantOf(mine.day, mine.to) }],
    }),
  };
  if (!Object.keys(edit).length) return;
  try {
    await post(`${path}/changes`, { ...edit, edition: found.edition });
  } catch (error) {
    throw error instanceof Problem && error.code === "session_changed" ? _stale() : error;
  }
}

/** Sessions say that they changed with 409, what is edited under an ETag with 412: it is the same choice. */
const _stale = () => new Problem({ status: STALE, code: "session_changed", title: "" });
