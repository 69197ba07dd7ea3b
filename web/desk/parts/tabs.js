/** The pages about one thing, beside each other. */
import { html } from "../../shared/html.js";
import { link } from "../../shared/router.js";

/** @param {{label: string, of: [string, string][], here: string}} props entries are [path, text] */
export const Tabs = ({ label, of, here }) =>
  html`<nav class="tabs" aria-label=${label}>
    <ul>
      ${of.map(([path, text]) => html`<li><a href=${link(path)} aria-current=${path === here ? "page" : undefined}>${text}</a></li>`)}
    </ul>
  </nav>`;
