/** More than most people need, one press away: it comes into the page only when it is asked for. */
import { useEffect, useState } from "preact/hooks";

import { html } from "../shared/html.js";

/** @param {{label: string, open?: boolean, children?: any}} props open: it is in use, so it is in view */
export function Disclosure({ label, open = false, children }) {
  const [shown, show] = useState(false); // not `open`: a page is drawn before its address is known
  useEffect(() => {
    if (open) show(true);
  }, [open]);
  return html`<div class="disclosure">
    <button type="button" class="link-button" aria-expanded=${shown ? "true" : "false"} onClick=${() => show(!shown)}>
      <span aria-hidden="true">${shown ? "−" : "+"}</span> ${label}
    </button>
    ${shown && children}
  </div>`;
}
