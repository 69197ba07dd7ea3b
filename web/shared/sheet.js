/**
 * What is seen as a list leaves as a sheet that an office opens: cells apart by ";" and decimals by a comma, as
 * spreadsheets here read them whatever the page's language, and a text in a cell never becomes a formula.
 */
import { clockOf, isoDay } from "./format.js";
import { t } from "./texts.js";

const FORMULA = /^[=+\-@\t\r\n]/; // what spreadsheets take for the beginning of one (OWASP, CSV injection)
const INSTANT = /^\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)$/;
const UNITS = /** @type {const} */ (["cents", "minutes", "count"]);

/** @param {string} name @param {import("./list.js").Column[]} columns @param {any[]} rows */
export function saveSheet(name, columns, rows) {
  const parts = columns.flatMap((column) => _partsOf(column, rows));
  const lines = [parts.map((part) => cell(part.title)), ...rows.map((row) => parts.map((part) => part.write(row)))];
  const text = `\uFEFF${lines.map((line) => line.join(";")).join("\r\n")}\r\n`;
  save(`${name}.csv`, new Blob([text], { type: "text/csv;charset=utf-8" }));
}

/** What a row has in a column, to sort by and to write down. @param {any} row @param {import("./list.js").Column} column */
export const valueOf = (row, column) => (column.value ? column.value(row) : plain(column.show(row)));

/** @param {unknown} shown @returns {string | number} */
export const plain = (shown) => (typeof shown === "string" || typeof shown === "number" ? shown : "");

/** A cell as CSV writes it; numbers stay numbers, and an instant is what clocks in Italy showed. @param {string | number} value @param {number} [decimals] */
export function cell(value, decimals) {
  const text = typeof value === "number" ? _number(value, decimals) : INSTANT.test(value) ? `${isoDay(value)} ${clockOf(value)}` : _text(value);
  return /[";\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** @param {string} name @param {Blob} content */
export function save(name, content) {
  const address = URL.createObjectURL(content);
  const anchor = document.createElement("a");
  anchor.href = address;
  anchor.download = name;
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}

/** A column as it leaves: euro, hours and counts apart, each under a name that says so. @param {import("./list.js").Column} column @param {any[]} rows */
function _partsOf(column, rows) {
  const { title, unit } = column;
  if (!unit) return [{ title, write: (/** @type {any} */ row) => cell(valueOf(row, column)) }];
  return UNITS.filter((one) => rows.some((row) => unit(row) === one)).map((one) => ({
    title: `${title} (${t(`list_unit.${one}`)})`,
    write: (/** @type {any} */ row) => (unit(row) === one ? cell(valueOf(row, column), one === "count" ? 0 : 2) : ""),
  }));
}

/** @param {string} text */
const _text = (text) => (FORMULA.test(text) ? `'${text}` : text);

/** @param {number} value @param {number} [decimals] */
const _number = (value, decimals) => (decimals === undefined ? String(value) : value.toFixed(decimals)).replace(".", ",");
