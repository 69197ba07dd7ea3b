/** The words of these pages, and how their states look. */
import texts from "#texts/desk-finance";

import { html } from "../../shared/html.js";
import { reader, wordOf } from "../../shared/texts.js";
import { Badge } from "../../shared/ui.js";

/** @typedef {import("../../../build/pages/api").components["schemas"]} Schemas */
/** @typedef {{id: string, roles: string[]}} Account */

export const t = reader(texts);

/** @param {string} group @param {string} word */
export const word = (group, word) => wordOf(texts, group, word);

/** @param {Account} account @param {"programme_officer" | "finance_officer" | "auditor"} role */
export const isA = (account, role) => account.roles.includes(role);

const PLACES = Object.keys(texts).filter((key) => key.startsWith("differs_in.")).map((key) => key.slice("differs_in.".length))
  .sort((one, other) => other.length - one.length);

const SEALED = ["entry", "seal"]; // of these a verification tells, in words of its own

/** What differs, in words; which account or row it is stays as it is. @param {Schemas["CaseView"]} of */
export const differing = ({ subject, what }) =>
  `${word("subject", subject)}: ${SEALED.includes(subject) ? word("finding", what) : _placed(what)}`;

/** @param {string} what */
function _placed(what) {
  const place = PLACES.find((one) => what === one || what.startsWith(`${one} `));
  return place ? `${word("differs_in", place)}${what.slice(place.length)}` : what;
}

const KINDS = /** @type {Record<string, string>} */ ({
  paid: "success", approved: "success", acknowledged: "primary", contested: "warning", issued: "primary",
  open: "danger", assigned: "warning", explained: "primary", closed: "success",
});

/** @param {{group: string, state: string}} props */
export const StateBadge = ({ group, state }) => html`<${Badge} kind=${KINDS[state] ?? "secondary"}>${word(group, state)}<//>`;
