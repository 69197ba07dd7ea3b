/** A new programme, in steps: what, for whom, how much, and all of it again before it is created. */
import { useEffect, useRef, useState } from "preact/hooks";

import { post, whole } from "../../../shared/api.js";
import { readAmount } from "../../../shared/amounts.js";
import { Choice } from "../../../shared/fields.js";
import { Form, Submit, useForm, useLeaveGuard } from "../../../shared/form.js";
import { amount, shortDayOf } from "../../../shared/format.js";
import { html } from "../../../shared/html.js";
import { useLoad } from "../../../shared/load.js";
import { go } from "../../../shared/router.js";
import { Facts, Heading, Steps } from "../../../shared/ui.js";
import { About, Amounts, Whom, wrongIn } from "../fields.js";
import { t } from "../head.js";
import { awardOf, sentencesOf } from "../rules.js";
import { nothing, programmeOf } from "../values.js";

const STEPS = ["about", "whom", "amounts", "summary"];
const NAMES = STEPS.map((step) => t(/** @type {any} */ (`step_${step}`)));

export default function NewProgramme() {
  const [at, setAt] = useState(0);
  const step = STEPS[at];
  const others = useLoad((signal) => whole("/v1/programmes", { signal }), []);
  const titles = (others.value?.items ?? []).map((one) => /** @type {[string, string]} */ ([one.id, one.title]));
  const form = useForm({
    initial: nothing(),
    check: (values) => wrongIn(values, step),
    send: async (values, key) => {
      if (step !== "summary") return setAt(at + 1);
      const made = await post("/v1/programmes", programmeOf(values), { key });
      return go(`/desk/misure/${made.id}`);
    },
  });
  useLeaveGuard(Boolean(form.values.title) && !form.busy);
  const place = useFocusOnStep(at);
  return html`<${Heading}>${t("new_programme")}<//>
    <${Steps} steps=${NAMES} at=${at} />
    <${Form} of=${form}>
      <h2 tabindex="-1" ref=${place}>${NAMES[at]}</h2>
      ${step === "about" && html`<${About} isNew=${true} />`} ${step === "whom" && html`<${Whom} form=${form} others=${titles} />`}
      ${step === "amounts" && html`<${Amounts} form=${form} isNew=${true} />`}
      ${step === "summary" && html`<${Summary} values=${form.values} titles=${Object.fromEntries(titles)} />`}
      <div class="buttons">
        ${at > 0 && html`<button type="button" class="btn btn-outline-primary" onClick=${() => setAt(at - 1)}>${t("back")}</button>`}
        <${Submit}>${step === "summary" ? t("create") : t("go_on")}<//>
      </div>
    <//>`;
}

/** All that was chosen, in the words in which it will be read. @param {{values: Record<string, any>, titles: Record<string, string>}} props */
function Summary({ values, titles }) {
  const programme = /** @type {import("../head.js").Programme} */ (/** @type {unknown} */ (_seen(values)));
  return html`<${Facts} of=${[
      [t("title"), values.title],
      [t("legal_basis"), values.legal_basis],
      [t("from_on"), shortDayOf(values.from_on)],
      [t("budget"), amount(readAmount(values.budget, values.unit) ?? 0, values.unit)],
    ]} />
    <h3>${t("rules")}</h3>
    <ul class="rules">${sentencesOf(programme, titles).map((one) => html`<li>${one}</li>`)}</ul>
    <h3>${t("award_title")}</h3>
    <ul class="rules">${awardOf(programme).map((one) => html`<li>${one}</li>`)}</ul>
    <${Choice} name="state" label=${t("begin_as")} required options=${[["open", t("begin_open"), t("begin_open_hint")], ["draft", t("begin_draft"), t("begin_draft_hint")]]} />`;
}

/** What is not sent yet, as the platform would show it. @param {Record<string, any>} values */
function _seen(values) {
  const { award, ...programme } = programmeOf(values);
  return { ...programme, award: { steps: [], bands: [], supplement: null, ..._complete(award) } };
}

/** @param {any} award */
const _complete = (award) => ({ ...award, bands: (award.bands ?? []).map((/** @type {any} */ band) => ({ month_cents: 0, siblings_month_max_cents: null, ...band })) });

/** The next step begins at its heading. @param {number} at */
function useFocusOnStep(at) {
  const place = useRef(/** @type {HTMLHeadingElement | null} */ (null));
  const first = useRef(true);
  useEffect(() => {
    if (!first.current) place.current?.focus();
    first.current = false;
  }, [at]);
  return place;
}
