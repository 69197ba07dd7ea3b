/** When a person is reminded of what they booked, in which language, and the hours in which no mail comes. */
import texts from "#texts/desk-operator";

import { getEdition, put } from "../../../shared/api.js";
import { Conflict, useEditing } from "../../../shared/conflict.js";
import { Check, Field, Select } from "../../../shared/fields.js";
import { Form, Submit, useForm } from "../../../shared/form.js";
import { html } from "../../../shared/html.js";
import { Loaded } from "../../../shared/load.js";
import { reader } from "../../../shared/texts.js";

const t = reader(texts);
const LEADS = ["7-days", "3-days", "2-days", "1-days", "12-hours", "3-hours", "1-hours"];
const LEADS_MAX = 3;

/** @typedef {import("../../../../build/pages/api").components["schemas"]["NewReminders"]} Choice */
/** @typedef {Choice["leads"][number]} Lead */

/** @param {{person: import("../served.js").Person}} props */
export function Reminders({ person }) {
  const path = `/v1/people/${person.id}/reminders`;
  const editing = useEditing(
    () => getEdition(path),
    (choice, edition) => put(path, choice, edition),
  );
  return html`<${Conflict} of=${editing} show=${_told} />
    <${Loaded} of=${editing.load}>
      ${(/** @type {{value: Choice, edition: string}} */ { value, edition }) => html`<${Editing} key=${edition} value=${value} save=${editing.save} />`}
    <//>`;
}

/** @param {{value: Choice, save: (choice: Choice) => Promise<void>}} props */
function Editing({ value, save }) {
  const chosen = value.leads.map(_named);
  const offered = [...new Set([...LEADS, ...chosen])];
  const form = useForm({
    initial: { language: value.language, quiet_from: value.quiet_from, quiet_to: value.quiet_to, ...Object.fromEntries(chosen.map((one) => [one, true])) },
    check: (values) => (offered.filter((one) => values[one]).length > LEADS_MAX ? { [offered[0]]: t("reminders_many") } : {}),
    send: (values) => {
      const { language, quiet_from, quiet_to } = values;
      return save({ language, quiet_from, quiet_to, leads: offered.filter((one) => values[one]).map(_parsed) });
    },
  });
  return html`<${Form} of=${form}>
    <fieldset class="field">
      <legend>${t("reminders_when")}</legend>
      ${offered.map((one) => html`<${Check} key=${one} name=${one} label=${_said(_parsed(one))} />`)}
    </fieldset>
    <div class="fields">
      <${Select} name="language" label=${t("language")} required options=${[["it", t("language.it")], ["en", t("language.en")]]} />
      <${Field} name="quiet_from" type="time" label=${t("quiet_from")} required />
      <${Field} name="quiet_to" type="time" label=${t("quiet_to")} required />
    </div>
    <div class="buttons"><${Submit}>${t("save")}<//></div>
  <//>`;
}

/** The same choice as it is said to a person. @param {Choice} choice @returns {[string, string][]} */
const _told = (choice) => [
  [t("reminders"), choice.leads.map(_said).join(", ") || t("reminders_none")],
  [t("language"), t(/** @type {any} */ (`language.${choice.language}`))],
  [t("quiet"), `${choice.quiet_from}–${choice.quiet_to}`],
];

/** "2-days": the name of its field. @param {Lead} lead */
const _named = ({ amount, unit }) => `${amount}-${unit}`;

/** @param {string} name @returns {Lead} */
function _parsed(name) {
  const [amount, unit] = name.split("-");
  return { amount: Number(amount), unit: /** @type {Lead["unit"]} */ (unit) };
}

/** @param {Lead} lead */
const _said = ({ amount, unit }) => t(unit === "days" ? "days_before" : "hours_before", { count: amount });
