/** Changing a programme: a new version, with a reason; who was first is never overwritten unseen. */
import { get, post, whole } from "../../../shared/api.js";
import { Conflict, useEditing } from "../../../shared/conflict.js";
import { TextArea } from "../../../shared/fields.js";
import { Form, Submit, useForm, useLeaveGuard } from "../../../shared/form.js";
import { amount, shortDayOf } from "../../../shared/format.js";
import { html } from "../../../shared/html.js";
import { Loaded, useLoad } from "../../../shared/load.js";
import { About, Amounts, Whom, wrongIn } from "../fields.js";
import { Head, t, word } from "../head.js";
import { awardOf, sentencesOf } from "../rules.js";
import { changesOf, valuesOf } from "../values.js";

/** @typedef {import("../head.js").Programme} Programme */

/** @param {{params: {id: string}, account: import("../head.js").Account}} props */
export default function EditProgramme({ params, account }) {
  const path = `/v1/programmes/${params.id}`;
  const others = useLoad((signal) => whole("/v1/programmes", { signal }), []);
  const titles = (others.value?.items ?? []).filter((one) => one.id !== params.id).map((one) => /** @type {[string, string]} */ ([one.id, one.title]));
  const editing = useEditing(
    async () => {
      const { programme } = await get(path);
      return { value: programme, edition: String(programme.version) };
    },
    ({ changes, reason }, edition, key) => post(`${path}/versions`, { ...changes, reason, version: Number(edition) }, { key }),
    (problem) => problem.code === "programme_changed",
  );
  return html`<${Loaded} of=${editing.load}>
    ${(/** @type {{value: Programme, edition: string}} */ { value, edition }) => html`<${Head} programme=${value} here="/modifica" account=${account} />
      <p>${t("edit_lead")}</p>
      <${Conflict} of=${editing} show=${(/** @type {any} */ one) => _shown(one.changes ? { ...value, ...one.changes } : one, Object.fromEntries(titles))} />
      <${Fields} key=${edition} programme=${value} titles=${titles} save=${editing.save} />`}
  <//>`;
}

/** @param {{programme: Programme, titles: [string, string][], save: (mine: any, key: string) => Promise<unknown>}} props */
function Fields({ programme, titles, save }) {
  const form = useForm({
    initial: { ...valuesOf(programme), reason: "" },
    check: (values) => ({ ...wrongIn(values, "about"), ...wrongIn(values, "whom"), ...wrongIn(values, "amounts") }),
    send: (values, key) => save({ changes: changesOf(values, programme), reason: values.reason.trim() }, key),
  });
  useLeaveGuard(Boolean(form.values.reason) && !form.busy);
  return html`<${Form} of=${form}>
    <h3>${t("step_about")}</h3>
    <${About} isNew=${false} />
    <h3>${t("step_whom")}</h3>
    <${Whom} form=${form} others=${titles} />
    <h3>${t("step_amounts")}</h3>
    <${Amounts} form=${form} isNew=${false} />
    <${TextArea} name="reason" label=${t("edit_reason")} hint=${t("edit_reason_hint")} rows=${2} maxlength=${200} required />
    <${Submit}>${t("save")}<//>
  <//>`;
}

/** What two versions are compared by, in words. @param {Programme} programme @param {Record<string, string>} titles @returns {[string, string][]} */
const _shown = (programme, titles) => [
  [t("title"), programme.title],
  [t("state"), word("state", programme.state)],
  [t("legal_basis"), programme.legal_basis],
  [t("expires_on"), programme.expires_on ? shortDayOf(programme.expires_on) : t("no_end")],
  [t("voucher_max"), amount(programme.voucher_max, programme.unit)],
  [t("alert"), programme.alert_below === null ? "" : t("alert_said", { amount: amount(programme.alert_below, programme.unit), to: programme.alert_to ?? "" })],
  [t("rules"), sentencesOf(programme, titles).join(" ")],
  [t("award_title"), awardOf({ ...programme, award: { steps: [], bands: [], supplement: null, .../** @type {any} */ (programme.award) } }).join(" ")],
];
