/** Whose things a resident sees: their own, and those of the people they act for. */
import { all } from "../shared/api.js";
import { t } from "../shared/texts.js";

/** @typedef {import("../../build/pages/api").components["schemas"]["PersonView"]} Person */
/** @typedef {{id: string, given_name: string, name: string}} Someone the name is what whoever looks calls them */

/**
 * Oneself first, then the people one acts for.
 *
 * @param {Pick<Someone, "id" | "given_name">} account
 * @param {AbortSignal} [signal]
 * @returns {Promise<[Someone, ...(Someone & Person)[]]>}
 */
export async function peopleOf({ id, given_name }, signal) {
  const { items } = await all(`/v1/people/${id}/represented`, { signal });
  return [{ id, given_name, name: t("oneself") }, ...items.map((one) => ({ ...one, name: one.given_name }))];
}

/** @param {Someone[]} people @param {string} id */
export const nameOf = (people, id) => people.find((one) => one.id === id)?.name ?? t("someone");

/**
 * The same list of each of several people, as one.
 *
 * @param {Someone[]} people
 * @param {string} list
 * @param {AbortSignal} [signal]
 */
export async function ofEach(people, list, signal) {
  const pages = await Promise.all(people.map((one) => all(`/v1/people/${one.id}/${list}`, { signal })));
  return pages.flatMap((page) => page.items);
}
