/** What a place has and has not: unknown stays unknown, and is never told as "no". */
import { useState } from "preact/hooks";

import texts from "#texts/desk-provider-offerings";

import { post } from "../../../shared/api.js";
import { today } from "../../../shared/clock.js";
import { Choice, Field, TextArea } from "../../../shared/fields.js";
import { Form, Submit, useForm } from "../../../shared/form.js";
import { shortDayOf } from "../../../shared/format.js";
import { html } from "../../../shared/html.js";
import { reader, wordOf } from "../../../shared/texts.js";
import { Facts, inItalian, Notice } from "../../../shared/ui.js";

/** @typedef {import("../../../../build/pages/api").components["schemas"]["OfferingView"]} Offering */

const t = reader(texts);
const PARTS = /** @type {const} */ (["step_free_entrance", "accessible_toilet", "reserved_parking", "lift", "hearing_loop", "tactile_guides"]);
/** @type {Record<string, boolean | null>} */
const ANSWERS = { yes: true, no: false, unknown: null };

/** @param {{offering: Offering}} props */
export function Premises({ offering }) {
  const [premises, setPremises] = useState(offering.premises); // the catalogue follows some seconds later
  const [said, setSaid] = useState(0);
  const form = useForm({
    initial: { ...Object.fromEntries(PARTS.map((part) => [part, _word(premises[part])])), note: premises.note ?? "", seen_on: today() },
    send: async ({ note, seen_on, ...parts }) => {
      const known = Object.fromEntries(PARTS.map((part) => [part, ANSWERS[parts[part]]]));
      setPremises(await post(`/v1/offerings/${offering.id}/premises`, { ...known, note: note.trim() || null, seen_on }));
      setSaid(said + 1);
    },
  });
  return html`<section aria-labelledby="premises">
    <h2 id="premises">${t("premises")}</h2>
    <${Facts} of=${[
      ...PARTS.map((part) => /** @type {[string, any]} */ ([wordOf(texts, "part", part), t(_word(premises[part]))])),
      [t("premises_note"), premises.note && html`<span lang=${inItalian}>${premises.note}</span>`],
      [t("seen_on"), premises.seen_on && shortDayOf(premises.seen_on)],
    ]} />
    ${said > 0 && !form.problem && html`<${Notice} kind="success" focus=${true} key=${said}>${t("premises_said")}<//>`}
    <details>
      <summary>${t("describe")}</summary>
      <${Form} of=${form}>
        ${PARTS.map((part) => html`<${Choice} key=${part} name=${part} label=${wordOf(texts, "part", part)} required inline
          options=${Object.keys(ANSWERS).map((answer) => [answer, t(/** @type {any} */ (answer))])} />`)}
        <${TextArea} name="note" label=${t("premises_note")} hint=${t("premises_note_hint")} rows=${2} maxlength=${200} />
        <${Field} name="seen_on" type="date" label=${t("seen_on")} max=${today()} required />
        <${Submit}>${t("describe_do")}<//>
      <//>
    </details>
  </section>`;
}

/** @param {boolean | null} has */
const _word = (has) => (has === null ? "unknown" : has ? "yes" : "no");
