/** Finding a person by tax code: never without a purpose, which the person can read. */
import texts from "#texts/desk-operator";

import { post } from "../../shared/api.js";
import { Problem } from "../../shared/problem.js";
import { reader } from "../../shared/texts.js";

const t = reader(texts);
const NOBODY = 404;

/** @typedef {import("../../../build/pages/api").components["schemas"]["PersonView"]} Person */

/** Raises Problem. @param {string} taxCode @param {string} purpose @returns {Promise<Person>} */
export const find = (taxCode, purpose) => post("/v1/people/search", { tax_code: taxCode, purpose });

/**
 * The same for a second person whose code is typed in a field of a form: a "no" is shown there.
 *
 * @param {string} field
 * @param {string} taxCode
 * @param {string} purpose
 */
export async function findFor(field, taxCode, purpose) {
  try {
    return await find(taxCode, purpose);
  } catch (error) {
    if (!(error instanceof Problem) || error.isOpen) throw error;
    const detail = error.status === NOBODY ? t("nobody_under_this_code") : error.message;
    throw new Problem({ status: error.status, code: error.code, title: detail, remedy: error.remedy, reasons: [{ detail, facts: { field } }] });
  }
}

/** @param {unknown} error */
export const isNobody = (error) => error instanceof Problem && error.status === NOBODY;
