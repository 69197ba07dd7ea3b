/** A code that a telephone reads with its camera. What it says must stand beside it in words as well. */
import { encode } from "uqr";

import { html } from "./html.js";

const QUIET_ZONE = 4; // modules of white around it, as ISO/IEC 18004 asks

/** @param {{text: string, label: string}} props `label` says what the code is for, to who cannot see it */
export function QrCode({ text, label }) {
  const { data, size } = encode(text, { ecc: "M", border: QUIET_ZONE });
  const dark = data.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : [])));
  return html`<svg class="qr" role="img" aria-label=${label} viewBox="0 0 ${size} ${size}" shape-rendering="crispEdges">
    <rect width=${size} height=${size} class="qr-paper"></rect>
    <path d=${dark.join("")}></path>
  </svg>`;
}
