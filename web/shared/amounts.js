/**
 * Euro and hours as people write them in a field, and as the platform counts them: cents and minutes. What can be read
 * in two ways is not read: nothing becomes a hundred times more or less than what was meant.
 */

const ITALIAN = /^([1-9]\d{0,2}(?:\.\d{3})+|\d{1,12})(?:,(\d{1,2}))?$/; // 1.234,50 and 1234,50
const PLAIN = /^(\d{1,12})\.(\d{1,2})$/; // 1234.5: three decimals would be Italian thousands
const CLOCK = /^(\d{1,5}):([0-5]\d)$/; // 12:30
const CLOCK_WITH_POINT = /^\d+\.\d\d$/; // 12.30 may be half past twelve or a third of an hour after it
const EURO_AROUND = /^€\s*|\s*€$/g;

/** Cents or minutes, by the unit; null where it cannot be read. @param {unknown} text @param {string} unit */
export const readAmount = (text, unit) => (unit === "minutes" ? minutesOf(text) : centsOf(text));

/** "1.234,50" in cents. @param {unknown} text @returns {number | null} */
export function centsOf(text) {
  const plain = _trimmed(text).replace(EURO_AROUND, "");
  const found = plain.match(ITALIAN) ?? plain.match(PLAIN);
  return found ? Number(found[1].replaceAll(".", "")) * 100 + Number((found[2] ?? "").padEnd(2, "0")) : null;
}

/** "12:30" or "12,5" in whole minutes. @param {unknown} text @returns {number | null} */
export function minutesOf(text) {
  const plain = _trimmed(text);
  const clock = plain.match(CLOCK);
  if (clock) return Number(clock[1]) * 60 + Number(clock[2]);
  const hundredths = CLOCK_WITH_POINT.test(plain) || plain.includes("€") ? null : centsOf(plain);
  return hundredths === null ? null : Math.round((hundredths * 60) / 100);
}

/** What a field shows of an amount that is known: "1234,50", "12:30". @param {number | null} amount @param {string} unit */
export function writeAmount(amount, unit) {
  if (amount === null) return "";
  const [whole, rest] = unit === "minutes" ? [Math.floor(amount / 60), amount % 60] : [Math.floor(amount / 100), amount % 100];
  if (!rest) return String(whole);
  return `${whole}${unit === "minutes" ? ":" : ","}${String(rest).padStart(2, "0")}`;
}

const PARTS = /** @type {Record<string, number>} */ ({ cents: 100, minutes: 60, count: 1 });

/** Cents in euro, minutes in hours, counts as they are. @param {number} amount @param {string} unit */
export const wholes = (amount, unit) => amount / PARTS[unit];

/** @param {unknown} text */
const _trimmed = (text) => String(text ?? "").trim();
