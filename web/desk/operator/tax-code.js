/**
 * What an Italian tax code says by itself (D.M. 23/12/1976), read while it is typed.
 *
 * @typedef {object} Reading
 * @property {string} code as it is sent: capitals, nothing between them
 * @property {number} missing how many characters are still to come
 * @property {"" | "shape" | "control" | "date"} fault what does not hold together, once it is whole
 * @property {string[]} bornOn the days of birth it can mean, the latest first: it has two digits for the year
 * @property {string} birthPlace the cadastral code of where one was born
 */

const LENGTH = 16;
const AGE_MAX = 110;
const SHAPE = /^[A-Z]{6}[0-9LMNPQRSTUV]{2}[ABCDEHLMPRST][0-9LMNPQRSTUV]{2}[A-Z][0-9LMNPQRSTUV]{3}[A-Z]$/;
const MONTHS = "ABCDEHLMPRST";
const OMOCODIA = "LMNPQRSTUV"; // letters that stand for digits where two people would have the same code
const ODD = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23];
const A = "A".charCodeAt(0);

/** @param {string} typed @param {string} today an ISO day @returns {Reading} */
export function read(typed, today) {
  const code = typed.replace(/[\s:-]/g, "").toUpperCase();
  const nothing = { code, missing: Math.max(0, LENGTH - code.length), bornOn: [], birthPlace: "" };
  if (code.length < LENGTH) return { ...nothing, fault: "" };
  if (!SHAPE.test(code)) return { ...nothing, fault: "shape" };
  if (_control(code) !== code[15]) return { ...nothing, fault: "control" };
  const bornOn = _days(code, today);
  if (!bornOn.length) return { ...nothing, fault: "date" };
  return { ...nothing, fault: "", bornOn, birthPlace: code[11] + _digits(code.slice(12, 15)) };
}

/** The character that the first fifteen ask for. @param {string} code */
function _control(code) {
  const sum = [...code.slice(0, 15)].reduce((total, one, at) => total + (at % 2 ? _rank(one) : ODD[_rank(one)]), 0);
  return String.fromCharCode(A + (sum % 26));
}

/** A digit counts as the letter that stands in its place. @param {string} one */
const _rank = (one) => (/[0-9]/.test(one) ? Number(one) : one.charCodeAt(0) - A);

/** The days in the last hundred years and some that it can mean; a woman's has 40 added. @param {string} code @param {string} today */
function _days(code, today) {
  const year = Number(_digits(code.slice(6, 8)));
  const month = String(MONTHS.indexOf(code[8]) + 1).padStart(2, "0");
  const day = String(Number(_digits(code.slice(9, 11))) % 40).padStart(2, "0");
  const years = [2000 + year, 1900 + year].filter((one) => one >= Number(today.slice(0, 4)) - AGE_MAX);
  return years.map((one) => `${one}-${month}-${day}`).filter((one) => one <= today && _exists(one));
}

/** @param {string} isoDate */
function _exists(isoDate) {
  const date = new Date(`${isoDate}T12:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(isoDate);
}

/** @param {string} text */
const _digits = (text) => text.replace(/[A-Z]/g, (letter) => String(OMOCODIA.indexOf(letter)));
