/** Who of the staff looked at one's data, and why: everybody may read that of themselves. */
import texts from "#texts/profile";

import { all } from "../../shared/api.js";
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
  const load = useLoad((signal) => all(`/v1/people/${person.id}/accesses`, { signal }), []);
  return html`<h2>${t("accesses")}</h2>
    <p>${t("accesses_what")}</p>
    <${Loaded} of=${load}>${(/** @type {{items: Access[], more: boolean}} */ { items, more }) =>
      html`<${List} id="accessi" caption=${t("accesses")} columns=${COLUMNS} rows=${items} more=${more}
        keyOf=${(/** @type {Access} */ one) => one.at + one.what} empty=${t("accesses_none")} order="at.down" />`}<//>`;
}

/** What the platform writes down has its words; what somebody of the staff wrote is in Italian. @param {Access} one */
const _why = (one) => _said("purpose", one.purpose) ?? html`<span lang=${inItalian}>${one.purpose}</span>`;

/** @param {string} group @param {string} phrase @returns {string | undefined} */
const _said = (group, phrase) => /** @type {Record<string, string>} */ (texts)[`${group}.${phrase.replaceAll(/[^a-z]+/g, "_")}`];

const COLUMNS = [
  { name: "at", title: t("access_at"), show: (/** @type {Access} */ one) => `${shortDayOf(one.at)}, ${timeOf(one.at)}`, value: (/** @type {Access} */ one) => one.at },
  { name: "what", title: t("access_what"), show: (/** @type {Access} */ one) => _said("seen", one.what) ?? t("access_other") },
  { name: "why", title: t("access_why"), show: _why, value: (/** @type {Access} */ one) => _said("purpose", one.purpose) ?? one.purpose },
];
