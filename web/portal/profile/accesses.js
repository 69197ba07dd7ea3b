/** Who of the staff looked at one's data, and why: everybody may read that of themselves. */
import texts from "#texts/profile";

import { all, get } from "../../shared/api.js";
import { shortDayOf, timeOf } from "../../shared/format.js";
import { html } from "../../shared/html.js";
import { List } from "../../shared/list.js";
import { Loaded, useLoad } from "../../shared/load.js";
import { inItalian } from "../../shared/ui.js";
import { reader } from "../../shared/texts.js";

/** @typedef {import("../../../build/pages/api").components["schemas"]["AccessView"]} Access */

const t = reader(texts);

/** @param {{person: {id: string}}} props */
export function Accesses({ person }) {
  const load = useLoad((signal) => _read(person.id, signal), []);
  return html`<h2>${t("accesses")}</h2>
    <p>${t("accesses_what")}</p>
    <${Loaded} of=${load}>${(/** @type {Awaited<ReturnType<typeof _read>>} */ { items, more, names }) =>
      html`<${List} id="accessi" caption=${t("accesses")} columns=${_columns(names)} rows=${items} more=${more}
        keyOf=${(/** @type {Access} */ one) => one.at + one.what} empty=${t("accesses_none")} order="at.down" />`}<//>`;
}

/** What the platform writes down has its words; what somebody of the staff wrote is in Italian. @param {Access} one */
const _why = (one) => _said("purpose", one.purpose) ?? html`<span lang=${inItalian}>${one.purpose}</span>`;

/** @param {string} group @param {string} phrase @returns {string | undefined} */
const _said = (group, phrase) => /** @type {Record<string, string>} */ (texts)[`${group}.${phrase.replaceAll(/[^a-z]+/g, "_")}`];

/** The looks, and what those are called for whom the staff works. @param {string} personId @param {AbortSignal} signal */
async function _read(personId, signal) {
  const [looks, desks, providers] = await Promise.all([
    all(`/v1/people/${personId}/accesses`, { signal }),
    get("/v1/desks", { signal, anonymous: true }),
    get("/v1/providers", { signal, anonymous: true }),
  ]);
  const known = /** @type {{id: string, name: string}[]} */ ([...desks.items, ...providers.items]);
  return { items: /** @type {Access[]} */ (looks.items), more: looks.more, names: new Map(known.map(({ id, name }) => [id, name])) };
}

/** @param {Map<string, string>} names @param {Access} one */
const _who = (names, one) => names.get(one.organisation_id ?? "") ?? t("access_staff");

/** @param {Map<string, string>} names */
const _columns = (names) => [
  { name: "at", title: t("access_at"), show: (/** @type {Access} */ one) => `${shortDayOf(one.at)}, ${timeOf(one.at)}`, value: (/** @type {Access} */ one) => one.at },
  { name: "who", title: t("access_who"), show: (/** @type {Access} */ one) => _who(names, one) },
  { name: "what", title: t("access_what"), show: (/** @type {Access} */ one) => _said("seen", one.what) ?? t("access_other") },
  { name: "why", title: t("access_why"), show: _why, value: (/** @type {Access} */ one) => _said("purpose", one.purpose) ?? one.purpose },
];
