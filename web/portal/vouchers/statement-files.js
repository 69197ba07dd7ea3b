/** The statement as a file to keep or to print, made when it is asked for. */
import { useState } from "preact/hooks";

import texts from "#texts/vouchers";

import { post } from "../../shared/api.js";
import { now } from "../../shared/clock.js";
import { timeOf } from "../../shared/format.js";
import { ActionButton } from "../../shared/form.js";
import { html } from "../../shared/html.js";
import { reader } from "../../shared/texts.js";
import { Icon, Notice } from "../../shared/ui.js";

/** @typedef {import("../../../build/pages/api").components["schemas"]["FileView"]} File */

const t = reader(texts);
const SETTLED_MINUTES = 16; // a statement goes up to what can no longer change: a quarter of an hour ago (ledger, LATEST_WRITE)

/** @param {{path: string}} props */
export function StatementFiles({ path }) {
  const [made, setMade] = useState(/** @type {{format: "pdf" | "csv", file: File} | null} */ (null));
  /** @param {"pdf" | "csv"} format */
  async function make(format) {
    setMade(null);
    const until = new Date(now().getTime() - SETTLED_MINUTES * 60_000);
    setMade({ format, file: await post(`${path}/statement-files`, { format, until_at: until.toISOString() }) });
  }
  return html`<h3>${t("statement")}</h3>
    <p>${t("statement_how")}</p>
    <div class="buttons">
      <${ActionButton} act=${() => make("pdf")} kind="outline-primary">${t("make_pdf")}<//>
      <${ActionButton} act=${() => make("csv")} kind="outline-primary">${t("make_csv")}<//>
    </div>
    ${made &&
    html`<${Notice} key=${made.file.url} kind="success" focus=${true} title=${t("statement_ready")}>
      <p><a href=${made.file.url} rel="noreferrer"><${Icon} name="download" size="sm" /> ${t(`open_${made.format}`)}</a></p>
      <p>${t("statement_until", { time: timeOf(made.file.expires_at) })}</p>
    <//>`}`;
}
