/** The eight municipalities where they lie, roughly drawn: each chooses itself. Whoever does without has the list. */
import texts from "#texts/catalogue";

import { html } from "../../shared/html.js";
import { link } from "../../shared/router.js";
import { reader, word } from "../../shared/texts.js";

const t = reader(texts);

/** @type {{code: string, border: string, at: [number, number]}[]} from north to south; `at` is where the name stands */
const SHAPES = [
  { code: "L703", border: "80,10 185,18 212,86 132,98 46,86", at: [131, 50] },
  { code: "C300", border: "46,86 132,98 150,180 78,198", at: [103, 136] },
  { code: "E104", border: "4,112 46,86 78,198 74,230 2,222", at: [37, 166] },
  { code: "L734", border: "132,98 212,86 276,104 282,184 150,180", at: [216, 136] },
  { code: "L733", border: "150,180 282,184 286,262 124,272 74,230 78,198", at: [194, 224] },
  { code: "C273", border: "2,222 74,230 124,272 66,312 2,300", at: [54, 268] },
  { code: "E665", border: "2,300 66,312 124,272 140,330 136,404 34,390", at: [88, 350] },
  { code: "L319", border: "124,272 286,262 300,330 256,408 136,404 140,330", at: [216, 338] },
];
const LINE = 16;

/** @param {{chosen: string, choose: (code: string) => void}} props choosing what is chosen lets it go */
export const MunicipalityMap = ({ chosen, choose }) =>
  html`<svg class="map" viewBox="0 0 302 414" role="group" aria-label=${t("map")}>
    ${SHAPES.map(({ code, border }) => html`<${Shape} key=${code} ...${{ code, border, chosen: code === chosen, choose }} />`)}
    <g aria-hidden="true">${SHAPES.map(({ code, at }) => html`<${Name} key=${code} ...${{ code, at, chosen: code === chosen }} />`)}</g>
  </svg>`;

/** @param {{code: string, border: string, chosen: boolean, choose: (code: string) => void}} props */
function Shape({ code, border, chosen, choose }) {
  /** @param {Event} event */
  const press = (event) => {
    event.preventDefault();
    choose(chosen ? "" : code);
  };
  return html`<a href=${link(`/catalogo?municipality_code=${code}`)} aria-label=${word("municipality", code)} aria-current=${chosen ? "true" : undefined} onClick=${press}>
    <polygon points=${border} />
  </a>`;
}

/** What stands on a shape, over all of them, for those who see. @param {{code: string, at: [number, number], chosen: boolean}} props */
function Name({ code, at: [x, y], chosen }) {
  const lines = word("municipality", code).split(" ");
  return html`<text class=${chosen ? "chosen-name" : ""} text-anchor="middle">
      ${lines.map((line, index) => html`<tspan x=${x} y=${y + (index - (lines.length - 1) / 2) * LINE}>${line}</tspan>`)}
    </text>
    ${chosen && html`<path class="map-tick" d="M${x - 9} ${y + lines.length * LINE - 3} l6 7 l12 -14" />`}`;
}
