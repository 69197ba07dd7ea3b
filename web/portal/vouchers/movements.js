/** Every movement of a voucher in everyday words, the latest first. */
import texts from "#texts/vouchers";

import { shortDayOf, timeOf } from "../../shared/format.js";
import { html } from "../../shared/html.js";
import { amountColumn, List } from "../../shared/list.js";
import { reader, wordOf } from "../../shared/texts.js";

/** @typedef {import("../../../build/pages/api").components["schemas"]["LineView"]} Line */

const t = reader(texts);

/** @param {{lines: Line[], more: boolean, unit: string}} props */
export function Movements({ lines, more, unit }) {
  const columns = [
    { name: "at", title: t("when"), show: (/** @type {Line} */ line) => `${shortDayOf(line.at)}, ${timeOf(line.at)}`, value: (/** @type {Line} */ line) => line.at },
    { name: "what", title: t("what"), show: (/** @type {Line} */ line) => wordOf(texts, "movement", line.kind) },
    amountColumn("moved", t("moved"), _moved, () => unit),
    amountColumn("left", t("left_after"), (/** @type {Line} */ line) => line.available_after, () => unit),
    amountColumn("held", t("held_after"), (/** @type {Line} */ line) => line.held_after, () => unit),
  ];
  return html`<${List} id="movimenti" caption=${t("movements")} columns=${columns} rows=${lines} more=${more}
    keyOf=${(/** @type {Line} */ line) => line.movement_id} empty=${t("no_movements")} order="at.down" />`;
}

/** How much a movement moved, whichever way. @param {Line} line */
const _moved = (line) => Math.max(Math.abs(line.available_change), Math.abs(line.held_change));
