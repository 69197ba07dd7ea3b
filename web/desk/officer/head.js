/** What stands above every page of one programme: its name, its state, the pages about it. */
import texts from "#texts/desk-officer";

import { html } from "../../shared/html.js";
import { reader, wordOf } from "../../shared/texts.js";
import { Badge, Heading, inItalian, useTitle } from "../../shared/ui.js";
import { Tabs } from "../parts/tabs.js";

/** @typedef {import("../../../build/pages/api").components["schemas"]} Schemas */
/** @typedef {Schemas["ProgrammeView"]} Programme */
/** @typedef {{id: string, roles: string[]}} Account */

export const t = reader(texts);

/** @param {string} group @param {string} word */
export const word = (group, word) => wordOf(texts, group, word);

/** @param {Account} account @param {string} [role] */
export const isA = (account, role = "programme_officer") => account.roles.includes(role);

/** @param {{programme: Programme, here: string, account: Account}} props */
export function Head({ programme, here, account }) {
  const path = `/desk/misure/${programme.id}`;
  const name = _pagesFor(account).find(([part]) => part === here)?.[1] ?? t("edit");
  useTitle(`${name}: ${programme.title}`);
  return html`<${Heading}><span lang=${inItalian}>${programme.title}</span><//>
    <p><${StateBadge} group="state" state=${programme.state} /></p>
    <${Tabs} label=${t("pages_of")} here=${path + here} of=${_pagesFor(account).map(([part, text]) => [path + part, text])} />
    <h2>${name}</h2>`;
}

const KINDS = /** @type {Record<string, string>} */ ({
  open: "success", done: "success", active: "success",
  suspended: "warning", proposed: "warning", awaiting_approval: "warning", checking: "primary", issuing: "primary", checked: "primary",
  revoked: "danger", cancelled: "danger",
});

/** @param {{group: string, state: string}} props */
export const StateBadge = ({ group, state }) => html`<${Badge} kind=${KINDS[state] ?? "secondary"}>${word(group, state)}<//>`;

/** @param {Account} account @returns {[string, string][]} */
function _pagesFor(account) {
  const officer = isA(account);
  const issuing = officer || isA(account, "finance_officer");
  return /** @type {[string, string][]} */ ([
    ["", t("overview")],
    ["/fondi", t("funds")],
    ...(issuing ? [["/buoni", t("vouchers")]] : []),
    ...(officer ? [["/elenchi", t("batches")]] : []),
    ["/andamento", t("burn_down")],
    ...(officer ? [["/contestazioni", t("contests")]] : []),
  ]);
}
