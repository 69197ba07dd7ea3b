/** How many places are offered and taken, week by week, in a period. */
import texts from "#texts/desk-occupancy";

import { get } from "../../shared/api.js";
import { number, shortDayOf } from "../../shared/format.js";
import { html } from "../../shared/html.js";
import { Loaded, useLoad } from "../../shared/load.js";
import { reader } from "../../shared/texts.js";
import { briefDayOf } from "../charts/axes.js";
import { WeekBars } from "../charts/bars.js";
import { asked } from "./period.js";

/** @typedef {import("../../../build/pages/api").components["schemas"]["OccupancyView"]} Figures */
/** @typedef {import("./period.js").Span} Span */

const t = reader(texts);

/** @param {{span: Span}} props */
export function Occupancy({ span }) {
  const load = useLoad((signal) => get(`/v1/usage/occupancy?${asked(span)}`, { signal }), [span]);
  return html`<${Loaded} of=${load}>${(/** @type {Figures} */ { weeks }) => (weeks.length ? html`<${Weeks} weeks=${weeks} />` : html`<p class="nothing">${t("no_places")}</p>`)}<//>`;
}

/** @param {{weeks: Figures["weeks"]}} props */
function Weeks({ weeks }) {
  const offered = weeks.reduce((sum, week) => sum + week.places_offered, 0);
  const taken = weeks.reduce((sum, week) => sum + (week.places_taken ?? 0), 0);
  const hidden = weeks.some((week) => week.places_taken === null);
  const shown = weeks.map(({ week_on: on, places_offered: all, places_taken: some }) =>
    some === null ? { on, taken: 0, free: 0, unsaid: all } : { on, taken: some, free: all - some, unsaid: 0 },
  );
  const names = /** @type {("sessions" | "places_offered" | "places_taken" | "attended" | "absent" | "cancelled")[]} */ (["sessions", "places_offered", "places_taken", "attended", "absent", "cancelled"]);
  return html`<${WeekBars} id="posti" title=${t("chart_places")} unit=${t("places")} weeks=${shown} rows=${weeks}
    summary=${[t("places_summary", { taken: number(taken), offered: number(offered) }), hidden && t("few_people")].filter(Boolean).join(" ")}
    parts=${[{ name: t("places_taken"), key: "taken" }, { name: t("places_free"), key: "free" }, ...(hidden ? [{ name: t("places_unsaid"), key: "unsaid" }] : [])]}
    write=${number} day=${(/** @type {string} */ on) => t("week_of", { day: shortDayOf(on) })} brief=${briefDayOf}
    columns=${[
      { name: "week", title: t("week"), value: (/** @type {any} */ row) => row.week_on, show: (/** @type {any} */ row) => shortDayOf(row.week_on) },
      ...names.map((name) => ({ name, title: t(name), end: true, value: (/** @type {any} */ row) => row[name] ?? t("under_five"), show: (/** @type {any} */ row) => (row[name] === null ? t("under_five") : number(row[name])) })),
    ]} />`;
}
