/** When somebody is reminded of appointments, in which language they are written to, and when no mail comes. */
import texts from "#texts/profile";

import { getEdition, put } from "../../shared/api.js";
import { Conflict, useEditing } from "../../shared/conflict.js";
import { Choice, Field, Select } from "../../shared/fields.js";
import { Form, Submit, useForm } from "../../shared/form.js";
import { html } from "../../shared/html.js";
import { Loaded } from "../../shared/load.js";
import { reader } from "../../shared/texts.js";

/** @typedef {import("../../../build/pages/api").components["schemas"]["NewReminders"]} Wishes */
/** @typedef {{amount: number, unit: "hours" | "days"}} Lead */

const t = reader(texts);
const LEADS = ["1 hours", "2 hours", "4 hours", "12 hours", "1 days", "2 days", "3 days", "7 days"];
const FIELDS = ["first", "second", "third"]; // as many as the platform keeps

/** @param {{person: {id: string, given_name: string}}} props */
export function Reminders({ person }) {
  const path = `/v1/people/${person.id}/reminders`;
  const editing = useEditing(
    () => getEdition(path),
    (wishes, edition) => put(path, wishes, edition),
  );
  return html`<${Conflict} of=${editing} show=${_told} />
    <${Loaded} of=${editing.load}>${(/** @type {{value: Wishes, edition: string}} */ { value, edition }) =>
      html`<${Wish} key=${edition} value=${value} save=${editing.save} name=${person.given_name} />`}<//>`;
}

/** @param {{value: Wishes, save: (wishes: Wishes) => Promise<void>, name: string}} props */
function Wish({ value, save, name }) {
  const kept = value.leads.map(({ amount, unit }) => `${amount} ${unit}`);
  const form = useForm({
    initial: {
      ...Object.fromEntries(FIELDS.map((field, at) => [field, kept[at] ?? ""])),
      language: value.language,
      quiet_from: value.quiet_from,
      quiet_to: value.quiet_to,
    },
    send: (values) => save(_wishes(values)),
  });
  const options = [...new Set([...LEADS, ...kept])].map((lead) => /** @type {[string, string]} */ ([lead, _lead(_parsed(lead))]));
  return html`<${Form} of=${form} label=${t("reminders_of", { name })}>
    <div class="fields">
      ${FIELDS.map((field) => html`<${Select} name=${field} label=${t(/** @type {any} */ (field))} options=${options} empty=${t("no_reminder")} />`)}
    </div>
    <${Choice} name="language" label=${t("mail_language")} options=${[["it", t("language.it")], ["en", t("language.en")]]} required inline />
    <div class="fields">
      <${Field} name="quiet_from" type="time" label=${t("quiet_from")} hint=${t("quiet_hint")} required />
      <${Field} name="quiet_to" type="time" label=${t("quiet_to")} hint=${t("quiet_to_hint")} required />
    </div>
    <${Submit}>${t("save")}<//>
  <//>`;
}

/** The same wishes as they are said to a person. @param {Wishes} wishes @returns {[string, string][]} */
const _told = (wishes) => [
  [t("reminders"), wishes.leads.map(_lead).join(", ") || t("no_reminder")],
  [t("mail_language"), t(/** @type {any} */ (`language.${wishes.language}`))],
  [t("quiet"), `${wishes.quiet_from}–${wishes.quiet_to}`],
];

/** @param {Record<string, any>} values @returns {Wishes} */
function _wishes({ language, quiet_from, quiet_to, ...values }) {
  const chosen = [...new Set(FIELDS.map((field) => values[field]).filter(Boolean))];
  return { language, quiet_from, quiet_to, leads: chosen.map(_parsed) };
}

/** @param {string} lead "2 days" @returns {Lead} */
function _parsed(lead) {
  const [amount, unit] = lead.split(" ");
  return { amount: Number(amount), unit: /** @type {Lead["unit"]} */ (unit) };
}

/** @param {Lead} lead */
const _lead = ({ amount, unit }) => t(unit === "days" ? "days_before" : "hours_before", { count: amount });
