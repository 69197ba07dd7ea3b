/** The rosters of a day or a week as a sheet to hang at the door. */
import { useState } from "preact/hooks";

import texts from "#texts/desk-provider-attendance";

import { post } from "../../../shared/api.js";
import { Check, Choice } from "../../../shared/fields.js";
import { Form, Submit, useForm } from "../../../shared/form.js";
import { html } from "../../../shared/html.js";
import { reader } from "../../../shared/texts.js";
import { FileReady } from "../file-ready.js";

const t = reader(texts);

/** @param {{from: string, to: string}} props */
export function Paper({ from, to }) {
  const [file, setFile] = useState(/** @type {{url: string} | null} */ (null));
  const form = useForm({
    initial: { days: "day", with_notes: false },
    send: async ({ days, with_notes }) => setFile(await post("/v1/rosters/files", { from_on: from, to_on: days === "week" ? to : from, with_notes })),
  });
  return html`<section aria-labelledby="paper">
    <h2 id="paper">${t("paper")}</h2>
    <p>${t("paper_lead")}</p>
    <${Form} of=${form}>
      <${Choice} name="days" label=${t("paper_days")} required inline
        options=${[["day", t("paper_day")], ["week", t("paper_week")]]} />
      <${Check} name="with_notes" label=${t("with_notes")} />
      <${Submit} kind="outline-primary">${t("print")}<//>
    <//>
    ${file && html`<${FileReady} file=${file} link=${t("open_paper")} key=${file.url}>${t("paper_ready")} ${t("paper_care")}<//>`}
  </section>`;
}
