/** An address that was made now: shown this once, to be copied or opened, and how calendars take it. */
import { useState } from "preact/hooks";

import texts from "#texts/calendar";

import { html } from "../../shared/html.js";
import { reader } from "../../shared/texts.js";
import { Notice } from "../../shared/ui.js";

const t = reader(texts);

/** @param {{url: string}} props */
export function NewAddress({ url }) {
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(url);
    setCopied(true);
  };
  return html`<${Notice} kind="success" focus=${true} title=${t("made")}>
    <p>${t("made_once")} ${t("secret")}</p>
    <p><code class="address">${url}</code></p>
    <div class="buttons">
      <button type="button" class="btn btn-primary" onClick=${copy}>${t("copy")}</button>
      <a class="btn btn-outline-primary" href=${url.replace(/^https?:/, "webcal:")}>${t("open_here")}</a>
    </div>
    <p role="status">${copied && t("copied")}</p>
  <//>`;
}

export const HowToAdd = () =>
  html`<h3>${t("how")}</h3>
    ${["iphone", "google", "outlook"].map(
      (which) => html`<details key=${which}>
        <summary>${t(/** @type {any} */ (which))}</summary>
        <ol>
          ${[1, 2, 3].map((step) => html`<li>${t(/** @type {any} */ (`${which}_${step}`))}</li>`)}
        </ol>
      </details>`,
    )}
    <p class="small">${t("how_often")}</p>`;
