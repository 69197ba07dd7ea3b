/** What was written about a booking, and what is to be added. */
import { useState } from "preact/hooks";

import texts from "#texts/desk-provider-attendance";

import { all, post } from "../../../shared/api.js";
import { Choice, TextArea } from "../../../shared/fields.js";
import { Form, Submit, useForm, useLeaveGuard } from "../../../shared/form.js";
import { shortDayOf, timeOf } from "../../../shared/format.js";
import { html } from "../../../shared/html.js";
import { Loaded, useLoad } from "../../../shared/load.js";
import { reader } from "../../../shared/texts.js";
import { Badge, Dialog, Notice } from "../../../shared/ui.js";

/** @typedef {import("../../../../build/pages/api").components["schemas"]["NoteView"]} Note */

const t = reader(texts);

/** @param {{entry: {booking_id: string, person_given_name: string}, close: () => void}} props */
export function Notes({ entry, close }) {
  const address = `/v1/bookings/${entry.booking_id}/notes`;
  const load = useLoad((signal) => all(address, { signal }), [address]);
  return html`<${Dialog} title=${t("notes_of", { name: entry.person_given_name })} close=${close}>
    <${Loaded} of=${load}>
      ${(/** @type {{items: Note[]}} */ { items }) =>
        items.length
          ? html`<ul class="plain-list">${items.map((note) => html`<li key=${note.id}><${Written} note=${note} /></li>`)}</ul>`
          : html`<p class="nothing">${t("no_notes")}</p>`}
    <//>
    <${NewNote} address=${address} written=${load.again} />
  <//>`;
}

/** @param {{note: Note}} props */
const Written = ({ note }) =>
  html`<p class="small"><${Badge} kind=${note.for_family ? "primary" : "secondary"}>${t(note.for_family ? "for_family" : "for_staff")}<//>
      ${" "}${shortDayOf(note.at)}, ${timeOf(note.at)}</p>
    <p class="written">${note.text}</p>`;

/** @param {{address: string, written: () => void}} props */
function NewNote({ address, written }) {
  const [done, setDone] = useState(0);
  const form = useForm({
    initial: { text: "", reader: "staff" },
    send: async ({ text, reader: who }, key) => {
      await post(address, { text: text.trim(), for_family: who === "family" }, { key });
      form.reset();
      setDone(done + 1);
      written();
    },
  });
  useLeaveGuard(Boolean(form.values.text));
  return html`<${Form} of=${form}>
    ${done > 0 && !form.problem && html`<${Notice} kind="success" focus=${true} key=${done}>${t("written")}<//>`}
    <${TextArea} name="text" label=${t("note")} hint=${t("notes_hint")} maxlength=${1000} required />
    <${Choice} name="reader" label=${t("note_for")} required inline options=${[["staff", t("for_staff")], ["family", t("for_family")]]} />
    <${Submit}>${t("write")}<//>
  <//>`;
}
