/** Amounts side by side: bars with the number at their end, and bars of parts week by week. */
import { scaleBand, scaleLinear } from "d3-scale";
import { stack } from "d3-shape";
import { useState } from "preact/hooks";

import { html } from "../../shared/html.js";
import { Amounts, spaceOf, Weeks } from "./axes.js";
import { Figure, fillOf, Reading, t } from "./figure.js";

const ROW = 52;

/**
 * One bar for each thing, its name above it and its amount at the end: nothing to look up elsewhere.
 *
 * @param {{id: string, title: string, summary: string, bars: {name: string, value: number, said: string}[],
 *   columns: import("../../shared/list.js").Column[], rows: any[]}} props
 */
export function Bars({ id, title, summary, bars, columns, rows }) {
  /** @param {number} width @param {{title: string, desc: string}} labels */
  const draw = (width, labels) => {
    const x = scaleLinear([0, Math.max(1, ...bars.map((bar) => bar.value))], [0, width - 112]);
    const height = bars.length * ROW + 8;
    return html`<svg width=${width} height=${height} viewBox="0 0 ${width} ${height}" role="img" aria-labelledby=${labels.title} aria-describedby=${labels.desc}>
      ${bars.map(
        (bar, at) => html`<g key=${bar.name} class="chart-axis" transform="translate(0 ${at * ROW})">
          <text x="2" y="18">${bar.name}</text>
          <rect class="bar bar-0" x="2" y="25" width=${Math.max(2, x(bar.value))} height="20" />
          <text class="chart-value" x=${x(bar.value) + 10} y="40">${bar.said}</text>
        </g>`,
      )}
    </svg>`;
  };
  return html`<${Figure} ...${{ id, title, summary, columns, rows, draw, legend: [] }} />`;
}

/**
 * What became of something, week by week: parts one upon the other, each with a pattern of its own.
 *
 * @param {{id: string, title: string, summary: string, unit: string, parts: {name: string, key: string}[],
 *   weeks: ({on: string} & Record<string, any>)[], write: (value: number) => string, day: (on: string) => string,
 *   brief: (on: string) => string, columns: import("../../shared/list.js").Column[], rows: any[]}} props
 */
export function WeekBars({ id, title, summary, unit, parts, weeks, write, day, brief, columns, rows }) {
  const [at, move] = useState(weeks.length - 1);
  const here = weeks[Math.min(at, weeks.length - 1)];
  const said = `${day(here.on)}. ${parts.map((part) => `${part.name}: ${write(here[part.key])}`).join("; ")}`;
  const legend = parts.map((part, index) => ({ name: part.name, look: `bar bar-${index}`, fill: fillOf(id, index) }));
  /** @param {number} width @param {{title: string, desc: string}} labels */
  const draw = (width, labels) => html`<${Drawing} ...${{ id, width, labels, unit, parts, weeks, write, brief, here }} />`;
  return html`<${Figure} ...${{ id, title, summary, columns, rows, legend, draw }}>
    <${Reading} id=${id} label=${t("read_week")} at=${Math.min(at, weeks.length - 1)} count=${weeks.length} move=${move} said=${said} />
  <//>`;
}

/** @param {any} props */
function Drawing({ id, width, labels, unit, parts, weeks, write, brief, here }) {
  const space = spaceOf(width, { left: 52 });
  const layers = stack().keys(parts.map((/** @type {any} */ part) => part.key))(weeks);
  const most = Math.max(1, ...layers.flatMap((layer) => layer.map(([, high]) => high)));
  const x = scaleBand(weeks.map((/** @type {any} */ week) => week.on), [space.left, width - space.right]).padding(0.25);
  const y = scaleLinear([0, most], [space.height - space.bottom, space.top]).nice(5);
  const names = weeks.map((/** @type {any} */ week) => ({ x: (x(week.on) ?? 0) + x.bandwidth() / 2, name: brief(week.on) }));
  return html`<svg width=${width} height=${space.height} viewBox="0 0 ${width} ${space.height}" role="img" aria-labelledby=${labels.title} aria-describedby=${labels.desc}>
    <${Amounts} scale=${y} space=${space} unit=${unit} write=${write} />
    <${Weeks} of=${names} space=${space} title=${t("weeks")} />
    ${layers.map((layer, index) =>
      layer.map(
        ([low, high], at) => html`<rect key=${`${index}-${at}`} class="bar bar-${index} ${weeks[at] === here ? "bar-here" : ""}" fill=${fillOf(id, index)} x=${x(weeks[at].on)}
          width=${x.bandwidth()} y=${y(high)} height=${Math.max(0, y(low) - y(high))} />`,
      ),
    )}
  </svg>`;
}
