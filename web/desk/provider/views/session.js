/** One date: how full it is, an edit of it, and, where there is no other way, its end. */
import texts from "#texts/desk-provider-schedules";
import titles from "#texts/desk-provider";

import { get, post } from "../../../shared/api.js";
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
import { CallOff } from "../schedules/call-off.js";

/** @typedef {import("../../../../build/pages/api").components["schemas"]["SessionView"]} Session */
/** @typedef {{places: string, place: string, day: string, from: string, to: string}} Values */

const t = reader(texts);
const STALE = 412;
const FRESH = { fresh: true }; // a date may be kept for some seconds, and an edit is of what is there now

/** @param {{params: {id: string}, account: {roles: string[], organisation_id: string}}} props */
export default function SessionPage({ params, account }) {
  const path = `/v1/sessions/${params.id}`;
  const editing = useEditing(
    async () => _edition(await get(path, FRESH)),
    (mine, edition) => _write(path, mine, edition),
  );
  const session = /** @type {Session | undefined} */ (editing.load.value?.value);
  useTitle(session && `${session.title}, ${whenOf(session.starts_at)}`);
  const mayEdit = account.roles.includes("provider_manager") && session?.provider_id === account.organisation_id && session.state === "open";
  return html`<${Heading} lead=${session && whenOf(session.starts_at, session.ends_at)}>${session ? html`<span lang=${inItalian}>${session.title}</span>` : titles.session}<//>
    <${Conflict} of=${editing} show=${_shown} />
    <${Loaded} of=${editing.load}>
      ${(/** @type {{value: Session, edition: string}} */ { value, edition }) => html`
        ${value.state === "cancelled" && html`<${Notice} kind="warning">${t("is_off")}<//>`}
        <${State} session=${value} />
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
  day: isoDay(session.starts_at),
  from: clockOf(session.starts_at),
  to: clockOf(session.ends_at),
});

/** What was typed and what is there, side by side. @param {Session | Values} one @returns {[string, string][]} */
function _shown(one) {
  const values = "starts_at" in one ? _valuesOf(one) : one;
  return [
    [t("places_max"), values.places],
    [t("place"), values.place],
    [t("when"), whenOf(instantOf(values.day, values.from), instantOf(values.day, values.to))],
  ];
}

/** @param {Session} session */
const _edition = (session) => ({ value: session, edition: String(session.edition) });

/** Only what differs is asked for: of a session that somebody has, more places alone are possible. @param {string} path @param {Values} mine @param {string} edition */
async function _write(path, mine, edition) {
  const now = /** @type {Session} */ (await get(path, FRESH));
  if (String(now.edition) !== edition) throw _stale();
  const there = _valuesOf(now);
  const edit = {
    ...(mine.places !== there.places && { places_max: Number(mine.places) }),
    ...(mine.place.trim() !== there.place && { place: mine.place.trim() }),
    ...((mine.day !== there.day || mine.from !== there.from || mine.to !== there.to) && {
      meetings: [{ starts_at: instantOf(mine.day, mine.from), ends_at: instantOf(mine.day, mine.to) }],
    }),
  };
  if (!Object.keys(edit).length) return;
  try {
    await post(`${path}/changes`, { ...edit, edition: now.edition });
  } catch (error) {
    throw error instanceof Problem && error.code === "session_changed" ? _stale() : error;
  }
}

/** Sessions say that they changed with 409, what is edited under an ETag with 412: it is the same choice. */
const _stale = () => new Problem({ status: STALE, code: "session_changed", title: "" });
