/** What the office did to a voucher after it was issued, when and why: its holder may know. */
import texts from "#texts/vouchers";

import { shortDayOf } from "../../shared/format.js";
import { html } from "../../shared/html.js";
import { reader, wordOf } from "../../shared/texts.js";
import { inItalian } from "../../shared/ui.js";

/** @typedef {import("../../../build/pages/api").components["schemas"]["ChangeView"]} Change */

const t = reader(texts);

/** @param {{of: Change[]}} props */
export function Changes({ of }) {
  if (!of.length) return null;
  return html`<h2>${t("changes")}</h2>
    <ol class="plain-list">
      ${of.map(
        (change) => html`<li key=${change.at}>
          <strong>${shortDayOf(change.at)}: ${wordOf(texts, "change", change.kind)}</strong>${" "}
          ${change.expires_on && t("change_until", { day: shortDayOf(change.expires_on) })}
          ${change.reason && html`<p>${t("reason")} <span lang=${inItalian}>${change.reason}</span></p>`}
        </li>`,
      )}
    </ol>`;
}
