/** What was just done, said once with the focus. */
import { useState } from "preact/hooks";

import { html } from "../../shared/html.js";
import { Notice } from "../../shared/ui.js";

/** @returns {{said: any, say: (text: string) => void}} the notice, and how to say the next thing */
export function useSaid() {
  const [said, setSaid] = useState({ text: "", turn: 0 });
  return {
    say: (text) => setSaid((before) => ({ text, turn: before.turn + 1 })),
    said: said.text && html`<${Notice} key=${said.turn} kind="success" focus=${true}>${said.text}<//>`,
  };
}
