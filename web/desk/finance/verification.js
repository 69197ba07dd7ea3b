/** Are the entries still as they were sealed? As many days as one likes, a month at a time; the days stand in the address. */
import { useEffect, useState } from "preact/hooks";

import { post } from "../../shared/api.js";
import { today } from "../../shared/clock.js";
import { Field } from "../../shared/fields.js";
import { Form, Submit, useForm } from "../../shared/form.js";
import { daysAfter, number, shortDayOf } from "../../shared/format.js";
import { html } from "../../shared/html.js";
import { List } from "../../shared/list.js";
import { asProblem } from "../../shared/problem.js";
import { note } from "../../shared/router.js";
import { Notice, ProblemNotice } from "../../shared/ui.js";
import { t, word } from "./words.js";

/** @typedef {import("./words.js").Schemas["FindingView"]} Finding */
/** @typedef {{from: string, to: string}} Span */
/** @typedef {{done: number, days: number, entries: number, findings: Finding[], problem: any}} Progress */

const DAYS_AT_ONCE = 31; // as many as the platform reads while somebody waits
const NOTHING = /** @type {Progress} */ ({ done: 0, days: 0, entries: 0, findings: [], problem: null });

/** @param {{query: URLSearchParams, newest?: string, oldest?: string}} props */
export function Verification({ query, newest, oldest }) {
  const noted = { from: query.get("da") ?? "", to: query.get("a") ?? "" };
  const [asked, setAsked] = useState({ turn: 0, span: /** @type {Span | null} */ (noted.from && noted.to ? noted : null) });
  const form = useForm({
    initial: { from: noted.from || oldest || today(), to: noted.to || newest || today() },
    send: async ({ from, to }) => {
      note({ da: from, a: to });
      setAsked({ turn: asked.turn + 1, span: { from, to } });
    },
  });
  return html`<section>
    <h2>${t("verify")}</h2>
    <p>${t("verify_lead")}</p>
    <${Form} of=${form} label=${t("verify")}>
      <div class="fields">
        <${Field} name="from" type="date" label=${t("from_day")} max=${form.values.to} required />
        <${Field} name="to" type="date" label=${t("to_day")} min=${form.values.from} max=${today()} required />
      </div>
      <${Submit}>${t("verify")}<//>
    <//>
    ${asked.span && html`<${Outcome} key=${asked.turn} span=${asked.span} />`}
  </section>`;
}

/** @param {{span: Span}} props */
function Outcome({ span }) {
  const spans = _spansOf(span);
  const progress = useVerification(spans);
  const { done, days, entries, findings, problem } = progress;
  if (problem) return html`<${ProblemNotice} problem=${problem} focus=${true} />`;
  if (done < spans.length) {
    const said = t("verifying", { done, all: spans.length });
    return html`<div role="status"><p>${said}</p><progress class="progress-line" max=${spans.length} value=${done} aria-label=${said}></progress></div>`;
  }
  const read = t("verified", { days: number(days), entries: number(entries), from: shortDayOf(span.from), to: shortDayOf(span.to) });
  if (!days) return html`<${Notice} kind="warning" focus=${true} title=${t("nothing_sealed")}>${t("nothing_sealed_why")}<//>`;
  if (!findings.length) return html`<${Notice} kind="success" focus=${true} title=${t("untouched")}>${read}<//>`;
  return html`<${Notice} kind="danger" focus=${true} title=${t("touched", { count: findings.length })}>${read}<//>
    <${List} id="riscontri" caption=${t("findings")} columns=${COLUMNS} rows=${findings} keyOf=${(/** @type {Finding} */ one) => one.day + one.kind + one.position} empty="" />`;
}

/** One part after the other, until all are read, one cannot be, or the page is left. @param {Span[]} spans */
function useVerification(spans) {
  const [progress, setProgress] = useState(NOTHING);
  useEffect(() => {
    let left = false;
    const read = async () => {
      for (const { from, to } of spans) {
        const part = await post("/v1/seals/verification", { from_on: from, to_on: to });
        if (left) return;
        setProgress((before) => ({
          ...before, done: before.done + 1, days: before.days + part.days, entries: before.entries + part.entries, findings: [...before.findings, ...part.findings],
        }));
      }
    };
    read().catch((error) => left || setProgress((before) => ({ ...before, problem: asProblem(error) })));
    return () => {
      left = true;
    };
  }, []);
  return progress;
}

/** @param {Span} span @returns {Span[]} */
function _spansOf({ from, to }) {
  const spans = [];
  for (let first = from; first <= to; first = daysAfter(first, DAYS_AT_ONCE)) {
    const last = daysAfter(first, DAYS_AT_ONCE - 1);
    spans.push({ from: first, to: last < to ? last : to });
  }
  return spans;
}

/** @type {import("../../shared/list.js").Column<Finding>[]} */
const COLUMNS = [
  { name: "day", title: t("day"), value: (one) => one.day, show: (one) => shortDayOf(one.day) },
  { name: "kind", title: t("what"), show: (one) => word("finding", one.kind) },
  { name: "account", title: t("ledger_account"), value: (one) => one.account_id, show: (one) => html`<code class="hash">${one.account_id}</code>` },
  { name: "movement", title: t("movement"), value: (one) => one.movement_id, show: (one) => html`<code class="hash">${one.movement_id}</code>` },
];
