/** For whom the staff work: desks and cooperatives by name, funders by who works there already. */
import texts from "#texts/desk-administrator";

import { all, get } from "../../shared/api.js";
import { reader } from "../../shared/texts.js";

const t = reader(texts);

/** @typedef {import("../../../build/pages/api").components["schemas"]["StaffView"]} Staff */
/** @typedef {{desk: Map<string, string>, provider: Map<string, string>, funder: Map<string, string>}} Organisations */

/** What kind of organisation a role works for. */
export const KIND_OF = /** @type {const} */ ({
  desk_operator: "desk", provider_manager: "provider", provider_worker: "provider", programme_officer: "funder", finance_officer: "funder",
  auditor: "funder", welfare_manager: "funder", administrator: "funder",
});
export const ROLES = /** @type {(keyof typeof KIND_OF)[]} */ (Object.keys(KIND_OF));

/**
 * The staff, and what they work for by kind and id.
 *
 * @param {string | null} ownId the administrator's own organisation
 * @returns {Promise<{items: Staff[], more: boolean, organisations: Organisations}>}
 */
export async function staffAndOrganisations(ownId) {
  const [staff, desks, providers] = await Promise.all([
    all("/v1/staff"), get("/v1/desks", { anonymous: true, fresh: true }), get("/v1/providers", { anonymous: true }),
  ]);
  return { ...staff, organisations: { desk: _named(desks.items), provider: _named(providers.items), funder: _funders(staff.items, ownId) } };
}

/** @param {Staff} member @param {Organisations} organisations */
export function organisationOf(member, organisations) {
  const kind = member.organisation_kind;
  return (kind && organisations[kind].get(member.organisation_id ?? "")) ?? "";
}

/** @param {{id: string, name: string}[]} items @returns {Map<string, string>} */
const _named = (items) => new Map(items.map(({ id, name }) => [id, name]));

/** The platform keeps no names of funders: the people say which one is meant. @param {Staff[]} staff @param {string | null} ownId */
function _funders(staff, ownId) {
  /** @type {Map<string, string>} */
  const found = new Map();
  for (const { organisation_id: id, organisation_kind, given_name } of staff) {
    if (organisation_kind !== "funder" || !id) continue;
    const names = found.has(id) ? `${found.get(id)}, ${given_name}` : given_name;
    found.set(id, names);
  }
  return new Map([...found].map(([id, names]) => [id, id === ownId ? t("own_organisation") : t("funder_of", { names })]));
}
