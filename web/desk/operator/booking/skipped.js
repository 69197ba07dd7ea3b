/** What cannot be had, and why. */
import texts from "#texts/desk-operator";

import { whenOf } from "../../../shared/format.js";
import { html } from "../../../shared/html.js";
import { reader } from "../../../shared/texts.js";
import { Notice } from "../../../shared/ui.js";

const t = reader(texts);

/** @param {{of: import("../../../shared/home-plan.js").Missed[], title?: string}} props */
export const Skipped = ({ of, title = t("skipped") }) =>
  of.length > 0 &&
  html`<${Notice} kind="warning" title=${title}>
    <ul>
      ${of.map((one) => html`<li>${whenOf(one.starts_at)}: ${one.reasons.map((reason) => reason.detail).join(" ")}</li>`)}
    </ul>
  <//>`;
