/** The lines and numbers beside a chart: few, round, with their unit. */
import { html } from "../../shared/html.js";
import { language } from "../../shared/texts.js";

const brief = new Intl.DateTimeFormat(language === "it" ? "it-IT" : "en-GB", { day: "numeric", month: "short", timeZone: "UTC" });

/** @typedef {{width: number, height: number, top: number, right: number, bottom: number, left: number}} Space */

/** "2 dic", as short as an axis asks for. @param {string} isoDate */
export const briefDayOf = (isoDate) => brief.format(new Date(`${isoDate}T12:00:00Z`));

/** @param {number} width @param {{right?: number, left?: number}} [more] @returns {Space} */
export const spaceOf = (width, more = {}) => ({ width, height: width < 480 ? 280 : 360, top: 28, right: 12, bottom: 44, left: 64, ...more });

/**
 * Amounts, from the bottom up.
 * @param {{scale: any, space: Space, unit: string, write: (value: number) => string}} props
 */
export const Amounts = ({ scale, space, unit, write }) =>
  html`<g class="chart-axis" aria-hidden="true">
    <text x="4" y="14">${unit}</text>
    ${scale.ticks(5).map(
      (/** @type {number} */ value) => html`<g key=${value} transform="translate(0 ${scale(value)})">
        <line class=${value ? "chart-grid" : "chart-base"} x1=${space.left} x2=${space.width - space.right} />
        <text x=${space.left - 8} dy="0.32em" text-anchor="end">${write(value)}</text>
      </g>`,
    )}
  </g>`;

/**
 * Weeks, from left to right: as many names as there is room for.
 * @param {{of: {x: number, name: string}[], space: Space, title: string}} props
 */
export function Weeks({ of, space, title }) {
  const step = Math.ceil(of.length / Math.max(2, Math.floor((space.width - space.left) / 84)));
  const y = space.height - space.bottom;
  return html`<g class="chart-axis" aria-hidden="true">
    ${of.map(
      ({ x, name }, at) => at % step === 0 && html`<g key=${name} transform="translate(${x} ${y})">
        <line class="chart-tick" y2="6" /><text y="20" text-anchor="middle">${name}</text>
      </g>`,
    )}
    <text x=${space.width - space.right} y=${space.height - 4} text-anchor="end">${title}</text>
  </g>`;
}
