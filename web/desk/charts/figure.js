/** What stands around every chart: its title, what it shows in words, its key, and its numbers as a table. */
import { useEffect, useRef, useState } from "preact/hooks";

import texts from "#texts/desk-charts";

import { html } from "../../shared/html.js";
import { saveSheet } from "../../shared/sheet.js";
import { reader } from "../../shared/texts.js";
import { Icon } from "../../shared/ui.js";

export const t = reader(texts);
const WIDTH_FIRST = 640; // until the page has been laid out

/** @typedef {{name: string, look: string, fill?: string}} Key what a series looks like */

/**
 * A chart is drawn as wide as its place, so that its letters are never smaller than the text around it.
 *
 * @param {{id: string, title: string, summary: string, columns: import("../../shared/list.js").Column[], rows: any[],
 *   legend: Key[], draw: (width: number, labels: {title: string, desc: string}) => any, children?: any}} props
 */
export function Figure({ id, title, summary, columns, rows, legend, draw, children }) {
  const [place, width] = useWidth();
  return html`<figure class="chart" aria-labelledby="${id}-title">
    <figcaption>
      <h3 id="${id}-title">${title}</h3>
      <p id="${id}-summary">${summary}</p>
    </figcaption>
    <${Legend} entries=${legend} />
    <${Patterns} id=${id} />
    <div class="chart-place" ref=${place}>${draw(width, { title: `${id}-title`, desc: `${id}-summary` })}</div>
    ${children}
    <details class="chart-table">
      <summary>${t("table")}</summary>
      <button type="button" class="btn btn-outline-primary btn-sm" onClick=${() => saveSheet(id, columns, rows)}>
        <${Icon} name="download" size="sm" /> ${t("export")}
      </button>
      <${Table} title=${title} columns=${columns} rows=${rows} />
    </details>
  </figure>`;
}

/** The look of each series beside its name. @param {{entries: Key[]}} props */
const Legend = ({ entries }) =>
  html`<ul class="chart-legend">
    ${entries.map(
      ({ name, look, fill }) => html`<li>
        <svg width="36" height="16" aria-hidden="true" focusable="false">
          ${look.startsWith("bar") ? html`<rect class=${look} fill=${fill} x="1" y="1" width="34" height="14" />` : html`<line class=${look} x1="0" y1="8" x2="36" y2="8" />`}
        </svg>
        ${name}
      </li>`,
    )}
  </ul>`;

/** How the parts of a bar differ where colours do not tell them apart. @param {string} id @param {number} index */
export const fillOf = (id, index) => (index ? `url(#${id}-pattern-${index})` : undefined);

/** @param {{id: string}} props */
const Patterns = ({ id }) =>
  html`<svg class="chart-patterns" width="0" height="0" aria-hidden="true" focusable="false">
    <defs>
      <pattern id="${id}-pattern-1" width="8" height="8" patternUnits="userSpaceOnUse">
        <rect class="pattern-paper" width="8" height="8" /><path class="pattern-ink" d="M0,8L8,0M-2,2L2,-2M6,10L10,6" />
      </pattern>
      <pattern id="${id}-pattern-2" width="8" height="8" patternUnits="userSpaceOnUse">
        <rect class="pattern-paper" width="8" height="8" /><circle class="pattern-dot" cx="4" cy="4" r="1.8" />
      </pattern>
      <pattern id="${id}-pattern-3" width="8" height="8" patternUnits="userSpaceOnUse">
        <rect class="pattern-paper" width="8" height="8" />
      </pattern>
    </defs>
  </svg>`;

/** @param {{title: string, columns: import("../../shared/list.js").Column[], rows: any[]}} props */
const Table = ({ title, columns, rows }) =>
  html`<div class="table-scroll" tabindex="0" role="region" aria-label=${title}>
    <table class="table">
      <caption class="visually-hidden">${title}</caption>
      <thead>
        <tr>${columns.map((column) => html`<th scope="col" class=${column.end ? "end" : ""}>${column.title}</th>`)}</tr>
      </thead>
      <tbody>
        ${rows.map(
          (row) => html`<tr>
            ${columns.map((column, at) =>
              at ? html`<td class=${column.end ? "end" : ""}>${column.show(row)}</td>` : html`<th scope="row">${column.show(row)}</th>`,
            )}
          </tr>`,
        )}
      </tbody>
    </table>
  </div>`;

/** @returns {[import("preact").RefObject<HTMLDivElement | null>, number]} */
function useWidth() {
  const place = useRef(/** @type {HTMLDivElement | null} */ (null));
  const [width, setWidth] = useState(WIDTH_FIRST);
  useEffect(() => {
    const looking = new ResizeObserver(([entry]) => setWidth(Math.max(240, Math.floor(entry.contentRect.width))));
    if (place.current) looking.observe(place.current);
    return () => looking.disconnect();
  }, []);
  return [place, width];
}

/**
 * Read a chart step by step: a slider that a keyboard, a finger and a voice can move, and what stands there in words.
 *
 * @param {{id: string, label: string, at: number, count: number, move: (at: number) => void, said: string}} props
 */
export const Reading = ({ id, label, at, count, move, said }) =>
  html`<div class="chart-reading">
    <label for="${id}-reading">${label}</label>
    <input id="${id}-reading" type="range" min="0" max=${count - 1} step="1" value=${at} aria-valuetext=${said}
      onInput=${(/** @type {any} */ event) => move(Number(event.currentTarget.value))} />
    <output for="${id}-reading">${said}</output>
  </div>`;
