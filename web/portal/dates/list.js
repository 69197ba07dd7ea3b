/** Sessions as a list, day by day, with what one can do about each now. */
import { useEffect, useRef, useState } from "preact/hooks";

import texts from "#texts/dates";

import { now } from "../../shared/clock.js";
import { dayOf, isoDay, money, shortDayOf, timeOf, whenOf } from "../../shared/format.js";
import { html } from "../../shared/html.js";
import { link } from "../../shared/router.js";
import { reader, word } from "../../shared/texts.js";
import { Badge, inItalian } from "../../shared/ui.js";

/** @typedef {import("../../../build/pages/api").components["schemas"]["SessionView"]} Session */

const t = reader(texts);
const STEP = 20;
const FEW = 3; // so many places or fewer are worth saying

/** What one can do about a session now. @param {Session} session @returns {"book" | "ask" | "wait" | "late" | "cancelled"} */
export function wayTo(session) {
  if (session.state !== "open") return "cancelled";
  if (new Date(session.book_until_at) < now()) return "late";
  if (session.places_free === 0) return "wait";
  return session.terms.mode === "request" ? "ask" : "book";
}

/** Days with their sessions. @param {{sessions: Session[], named?: boolean, level?: "h3" | "h4"}} props named: they are of several offerings */
export function DateList({ sessions, named = false, level = "h3" }) {
  const [most, setMost] = useState(STEP);
  const place = useRef(/** @type {HTMLDivElement | null} */ (null));
  useEffect(() => {
    if (most > STEP) /** @type {HTMLElement | undefined} */ (place.current?.querySelectorAll(".date")[most - STEP])?.focus();
  }, [most]);
  const days = _byDay(sessions.slice(0, most));
  return html`<div ref=${place}>
    ${days.map(
      ([day, ofDay]) => html`<section key=${day} class="day">
        <${level}><time datetime=${day}>${dayOf(day)}</time><//>
        <ul class="plain-list">
          ${ofDay.map((session) => html`<${DateRow} key=${session.id} ...${{ session, named }} />`)}
        </ul>
      </section>`,
    )}
    ${sessions.length > most && html`<button type="button" class="btn btn-outline-primary" onClick=${() => setMost(most + STEP)}>${t("more")}</button>`}
  </div>`;
}

/** @param {{session: Session, named?: boolean, dated?: boolean}} props dated: the row says its day */
export const DateRow = ({ session, named = false, dated = false }) =>
  html`<li class="date" tabindex="-1">
    <p class="date-time">${dated ? whenOf(session.starts_at, session.ends_at) : _hours(session)}</p>
    <div>
      ${named && html`<p><a href=${link(`/offerte/${session.offering_id}`)} lang=${inItalian}>${session.title}</a></p>
        <p class="small">${session.provider_name} · ${_where(session)}</p>`}
      <p>
        ${money(session.price_cents)}${session.meetings.length > 1 && ` · ${t("meetings", { count: session.meetings.length, day: shortDayOf(session.ends_at) })}`}
        ${" · "}<${Places} session=${session} />
      </p>
    </div>
    <${Way} session=${session} />
  </li>`;

/** @param {{session: Session}} props */
function Places({ session }) {
  switch (wayTo(session)) {
    case "cancelled":
      return html`<${Badge} kind="danger">${t("cancelled")}<//>`;
    case "late":
      return html`<${Badge}>${t("late")}<//>`;
    case "wait":
      return html`<${Badge} kind="warning">${t("full")}<//>${session.in_line > 0 && ` ${t("in_line", { count: session.in_line })}`}`;
    default:
      return html`<${Badge} kind="success">${_free(session)}<//>`;
  }
}

/** How many may still come; what is for one at a time is simply free. @param {Session} session */
function _free({ places_max, places_free }) {
  if (places_max === 1) return t("free_one");
  return places_free > FEW ? t("free") : t("left", { count: places_free });
}

/** Where one goes from here; who listens hears which session it is. @param {{session: Session}} props */
function Way({ session }) {
  const way = wayTo(session);
  if (way === "cancelled" || way === "late") return null;
  return html`<a class="btn btn-sm btn-${way === "wait" ? "outline-primary" : "primary"}" href=${link(`/prenota/${session.id}`)}>
    ${t(`way_${way}`)}<span class="visually-hidden">: ${session.title}, ${whenOf(session.starts_at)}</span>
  </a>`;
}

/** @param {Session[]} sessions in order of time @returns {[string, Session[]][]} */
function _byDay(sessions) {
  /** @type {Map<string, Session[]>} */
  const days = new Map();
  for (const session of sessions) {
    const day = isoDay(session.starts_at);
    days.set(day, [...(days.get(day) ?? []), session]);
  }
  return [...days];
}

/** The hours of a day; of what lasts for days, when it begins. @param {Session} session */
const _hours = ({ starts_at, ends_at }) =>
  isoDay(starts_at) === isoDay(ends_at) ? `${timeOf(starts_at)}–${timeOf(ends_at)}` : t("from", { time: timeOf(starts_at) });

/** @param {Session} session */
const _where = (session) =>
  session.municipality_code ? word("municipality", session.municipality_code) : html`<span lang=${inItalian}>${session.place}</span>`;
