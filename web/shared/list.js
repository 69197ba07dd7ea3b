/** Lists for people who work: they sort, filter, turn pages and leave as a file, and what was chosen stays in the address. */
import { useMemo, useState } from "preact/hooks";

import { wholes } from "./amounts.js";
import { amount } from "./format.js";
import { html } from "./html.js";
import { note } from "./router.js";
import { plain, saveSheet, valueOf } from "./sheet.js";
import { t } from "./texts.js";
import { Icon } from "./ui.js";

const ROWS = 25;

/**
 * @template [Row=any]
 * @typedef {object} Column
 * @property {string} name
 * @property {string} title
 * @property {(row: Row) => any} show
 * @property {(row: Row) => string | number} [value] what it sorts, is searched and leaves as; what is shown, when absent
 * @property {boolean} [end] numbers stand at the end of their column
 * @property {(row: Row) => string} [unit] of an amount: "cents" or "minutes", whose value is in euro or hours, or "count"
 */

/**
 * A column of amounts, told as people say them; they leave as euro or hours.
 *
 * @template [Row=any]
 * @param {string} name @param {string} title @param {(row: Row) => number} of cents or minutes
 * @param {(row: Row) => string} [unit]
 * @returns {Column<Row>}
 */
export const amountColumn = (name, title, of, unit = () => "cents") => ({
  name, title, unit, end: true, value: (row) => wholes(of(row), unit(row)), show: (row) => amount(of(row), unit(row)),
});

/**
 * @param {{id: string, caption: string, columns: Column[], rows: any[], more?: boolean, keyOf: (row: any) => string,
 *   empty: string, actions?: (row: any) => any, order?: string}} props
 */
export function List({ id, caption, columns, rows, more = false, keyOf, empty, actions, order }) {
  const start = _noted(id, order);
  const [search, setSearch] = useState(start.search);
  const [sort, setSort] = useState(start.sort);
  const [page, setPage] = useState(start.page);
  const found = useMemo(() => _sorted(_matching(rows, columns, search), columns, sort), [rows, columns, search, sort]);
  const pages = Math.max(1, Math.ceil(found.length / ROWS));
  const at = Math.min(page, pages);
  const shown = found.slice((at - 1) * ROWS, at * ROWS);
  /** @param {{search?: string, sort?: string, page?: number}} next */
  const change = (next) => {
    const now = { search, sort, page: 1, ...next };
    setSearch(now.search);
    setSort(now.sort);
    setPage(now.page);
    note({ [`${id}-q`]: now.search, [`${id}-sort`]: now.sort === (order ?? "") ? "" : now.sort, [`${id}-page`]: now.page > 1 ? String(now.page) : "" });
  };
  if (!rows.length) return html`<p class="nothing">${empty}</p>`;
  return html`<div class="list">
    <div class="list-tools">
      <div class="field">
        <label for="${id}-search">${t("list_search")}</label>
        <input id="${id}-search" type="search" class="form-control" value=${search}
          onInput=${(/** @type {any} */ event) => change({ search: event.currentTarget.value })} />
      </div>
      <button type="button" class="btn btn-outline-primary btn-sm" onClick=${() => saveSheet(id, columns, found)}>
        <${Icon} name="download" size="sm" /> ${t("list_export")}
      </button>
    </div>
    <p role="status" class="small">${t("list_count", { count: found.length })}${more ? ` ${t("list_more")}` : ""}</p>
    <div class="table-scroll" tabindex="0" role="region" aria-label=${caption}>
      <table class="table">
        <caption class="visually-hidden">${caption}</caption>
        <thead>
          <tr>
            ${columns.map((column) => html`<${Head} key=${column.name} column=${column} sort=${sort} choose=${(/** @type {string} */ next) => change({ sort: next })} />`)}
            ${actions && html`<th scope="col">${t("list_actions")}</th>`}
          </tr>
        </thead>
        <tbody>
          ${shown.map(
            (row) => html`<tr key=${keyOf(row)}>
              ${columns.map((column, index) =>
                index
                  ? html`<td data-title=${column.title} class=${column.end ? "end" : ""}>${column.show(row)}</td>`
                  : html`<th scope="row" data-title=${column.title}>${column.show(row)}</th>`,
              )}
              ${actions && html`<td class="row-actions">${actions(row)}</td>`}
            </tr>`,
          )}
        </tbody>
      </table>
    </div>
    ${pages > 1 && html`<${Pages} at=${at} pages=${pages} caption=${caption} turn=${(/** @type {number} */ next) => change({ page: next })} />`}
  </div>`;
}

/** @param {{column: Column, sort: string, choose: (sort: string) => void}} props */
function Head({ column, sort, choose }) {
  const [name, way] = sort.split(".");
  const mine = name === column.name;
  const next = mine && way === "up" ? `${column.name}.down` : `${column.name}.up`;
  return html`<th scope="col" class=${column.end ? "end" : ""} aria-sort=${mine ? (way === "up" ? "ascending" : "descending") : undefined}>
    <button type="button" class="sort" onClick=${() => choose(next)}>
      ${column.title}<span aria-hidden="true">${mine ? (way === "up" ? " ▲" : " ▼") : ""}</span>
    </button>
  </th>`;
}

/** @param {{at: number, pages: number, caption: string, turn: (page: number) => void}} props */
export const Pages = ({ at, pages, caption, turn }) =>
  html`<nav class="pages" aria-label=${t("list_pages", { list: caption })}>
    <button type="button" class="btn btn-outline-primary btn-sm" disabled=${at === 1} onClick=${() => turn(at - 1)}>${t("list_before")}</button>
    <span role="status">${t("list_page", { at, pages })}</span>
    <button type="button" class="btn btn-outline-primary btn-sm" disabled=${at === pages} onClick=${() => turn(at + 1)}>${t("list_after")}</button>
  </nav>`;

/** @param {string} id @param {string} [order] */
function _noted(id, order) {
  const query = new URLSearchParams(typeof location === "undefined" ? "" : location.search);
  return {
    search: query.get(`${id}-q`) ?? "",
    sort: query.get(`${id}-sort`) ?? order ?? "",
    page: Number(query.get(`${id}-page`)) || 1,
  };
}

/** @param {any[]} rows @param {Column[]} columns @param {string} search */
function _matching(rows, columns, search) {
  const words = search.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  if (!words.length) return rows;
  /** @param {any} row */
  const text = (row) => columns.map((column) => `${plain(column.show(row))} ${column.value?.(row) ?? ""}`).join(" ").toLocaleLowerCase();
  return rows.filter((row) => words.every((wanted) => text(row).includes(wanted)));
}

/** @param {any[]} rows @param {Column[]} columns @param {string} sort */
function _sorted(rows, columns, sort) {
  const [name, way] = sort.split(".");
  const column = columns.find((one) => one.name === name);
  if (!column) return rows;
  const sign = way === "down" ? -1 : 1;
  return [...rows].sort((one, other) => sign * _compare(valueOf(one, column), valueOf(other, column)));
}

/** @param {string | number} one @param {string | number} other */
const _compare = (one, other) =>
  typeof one === "number" && typeof other === "number" ? one - other : String(one).localeCompare(String(other), undefined, { numeric: true });
