/** Amounts over weeks as lines: each with a dash and a mark of its own, and a band for what is not sure. */
import { scaleLinear, scaleUtc } from "d3-scale";
import { area, line } from "d3-shape";
import { useState } from "preact/hooks";

import { html } from "../../shared/html.js";
import { Amounts, spaceOf, Weeks } from "./axes.js";
import { Figure, Reading, t } from "./figure.js";

const DIRECT_MIN = 620; // where there is room, lines bear their names
const NAME_HEIGHT = 18;

/**
 * @typedef {{on: string, value: number}} Point
 * @typedef {{name: string, points: Point[]}} Series
 * @typedef {{name: string, low: Point[], high: Point[]}} Band what it may be, between two lines
 * @typedef {{on: string, name: string}} Mark a day that matters, as a line from bottom to top
 */

/**
 * @param {{id: string, title: string, summary: string, unit: string, series: Series[], band?: Band, marks?: Mark[],
 *   write: (value: number) => string, say: (value: number) => string, day: (on: string) => string, brief: (on: string) => string,
 *   columns: import("../../shared/list.js").Column[], rows: any[]}} props write: short, for the axis; say: whole
 */
export function Lines({ id, title, summary, unit, series, band, marks = [], write, say, day, brief, columns, rows }) {
  const days = [...new Set(series.flatMap((one) => one.points.map((point) => point.on)))].sort();
  const [at, move] = useState(days.length - 1);
  const on = days[Math.min(at, days.length - 1)];
  const here = series.flatMap((one) => one.points.filter((point) => point.on === on).map((point) => `${one.name}: ${say(point.value)}`));
  const legend = [...series.map((one, index) => ({ name: one.name, look: `line line-${index}` })), ...(band ? [{ name: band.name, look: "bar bar-band" }] : [])];
  /** @param {number} width @param {{title: string, desc: string}} labels */
  const draw = (width, labels) => html`<${Drawing} ...${{ width, labels, unit, series, band, marks, write, brief, days, on }} />`;
  return html`<${Figure} ...${{ id, title, summary, columns, rows, legend, draw }}>
    <${Reading} id=${id} label=${t("read_week")} at=${Math.min(at, days.length - 1)} count=${days.length} move=${move} said=${`${day(on)}. ${here.join("; ")}`} />
  <//>`;
}

/** @param {any} props */
function Drawing({ width, labels, unit, series, band, marks, write, brief, days, on }) {
  const direct = width >= DIRECT_MIN;
  const space = spaceOf(width, direct ? { right: 150 } : {});
  const points = [...series.flatMap((/** @type {Series} */ one) => one.points), ...(band ? [...band.low, ...band.high] : [])];
  const moments = [...points.map((point) => point.on), ...marks.map((/** @type {Mark} */ mark) => mark.on)].map(_moment);
  const x = scaleUtc([Math.min(...moments), Math.max(...moments)], [space.left, width - space.right]);
  const y = scaleLinear([0, Math.max(1, ...points.map((point) => point.value))], [space.height - space.bottom, space.top]).nice(5);
  const path = line((/** @type {Point} */ point) => x(_moment(point.on)), (/** @type {Point} */ point) => y(point.value));
  const names = [...new Set([...days, ...(band ? band.high.map((/** @type {Point} */ point) => point.on) : [])])].sort();
  return html`<svg width=${width} height=${space.height} viewBox="0 0 ${width} ${space.height}" role="img" aria-labelledby=${labels.title} aria-describedby=${labels.desc}>
    <${Amounts} scale=${y} space=${space} unit=${unit} write=${write} />
    <${Weeks} of=${names.map((one) => ({ x: x(_moment(one)), name: brief(one) }))} space=${space} title=${t("weeks")} />
    ${band && html`<path class="bar-band" d=${_between(band, x, y)} />`}
    ${marks.map((/** @type {Mark} */ mark) => html`<${Line} key=${mark.name} x=${x(_moment(mark.on))} space=${space} name=${mark.name} />`)}
    ${on && html`<line class="chart-here" x1=${x(_moment(on))} x2=${x(_moment(on))} y1=${space.top} y2=${space.height - space.bottom} />`}
    ${series.map(
      (/** @type {Series} */ one, /** @type {number} */ index) => html`<g key=${one.name}>
        <path class="line line-${index}" d=${path(one.points)} />
        ${one.points.map((point) => html`<${Dot} index=${index} x=${x(_moment(point.on))} y=${y(point.value)} large=${point.on === on} />`)}
      </g>`,
    )}
    ${direct && _apart(series.map((/** @type {Series} */ one) => ({ name: one.name, y: y(one.points.at(-1)?.value ?? 0) })), y(0)).map(
      (label) => html`<text class="chart-name" key=${label.name} x=${width - space.right + 10} y=${label.y} dy="0.32em">${label.name}</text>`,
    )}
  </svg>`;
}

/**
 * Names beside the ends of their lines, so far from each other that each can be read, and none below the axis.
 *
 * @param {{name: string, y: number}[]} labels @param {number} floor
 */
function _apart(labels, floor) {
  let below = floor + NAME_HEIGHT;
  return [...labels].sort((one, other) => other.y - one.y).map(({ name, y }) => ({ name, y: (below = Math.min(y, below - NAME_HEIGHT)) }));
}

/** A day that matters; its name stands on the side where there is room. @param {any} props */
const Line = ({ x, space, name }) =>
  html`<g class="chart-mark" aria-hidden="true">
    <line x1=${x} x2=${x} y1=${space.top} y2=${space.height - space.bottom} />
    <text x=${x > space.width / 2 ? x - 4 : x + 4} y=${space.top - 4} text-anchor=${x > space.width / 2 ? "end" : "start"}>${name}</text>
  </g>`;

const DOTS = ["M-3,-3H3V3H-3Z", "M0,-4L4,3H-4Z", "M0,-4.5L4.5,0L0,4.5L-4.5,0Z", "M-4,-1H-1V-4H1V-1H4V1H1V4H-1V1H-4Z"];

/** A mark of the series' own shape, for who does not tell colours apart. @param {any} props */
const Dot = ({ index, x, y, large }) =>
  html`<path class="dot dot-${index}" transform="translate(${x} ${y})${large ? " scale(1.8)" : ""}" d=${DOTS[index % DOTS.length]} />`;

/** @param {Band} band @param {any} x @param {any} y */
function _between(band, x, y) {
  const high = new Map(band.high.map((point) => [point.on, point.value]));
  const both = band.low.filter((point) => high.has(point.on));
  const shape = area(
    (/** @type {Point} */ point) => x(_moment(point.on)),
    (/** @type {Point} */ point) => y(point.value),
    (/** @type {Point} */ point) => y(high.get(point.on)),
  );
  return shape(both);
}

/** @param {string} on */
const _moment = (on) => Date.parse(`${on}T12:00:00Z`);
