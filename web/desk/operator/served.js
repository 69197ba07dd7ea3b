/**
 * Whom the operator has at the desk: in this page's memory alone, so that a shared computer keeps nobody. Leaving the
 * desk, or reading the page anew, forgets them.
 */
import { account, onChange } from "../../shared/account.js";

/** @typedef {import("../../../build/pages/api").components["schemas"]["PersonView"]} Person */

/** @type {Map<string, Person>} */
const people = new Map();
let code = "";

onChange(() => {
  if (account()) return;
  people.clear();
  code = "";
});

/** @param {Person} person */
export const receive = (person) => void people.set(person.id, person);

/** @param {string} id */
export const person = (id) => people.get(id);

/** A tax code that nobody is registered under yet: the registration goes on with it. @param {string} typed */
export const keepCode = (typed) => void (code = typed);

/** It is taken once. */
export function takeCode() {
  const taken = code;
  code = "";
  return taken;
}
