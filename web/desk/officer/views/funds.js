/** A programme's money: what was added to it, and what acts have set aside. */
import { all, get, post } from "../../../shared/api.js";
import { readAmount } from "../../../shared/amounts.js";
import { Field, TextArea } from "../../../shared/fields.js";
import { ActionButton, Form, Submit, useForm } from "../../../shared/form.js";
import { shortDayOf } from "../../../shared/format.js";
import { html } from "../../../shared/html.js";
import { amountColumn, List } from "../../../shared/list.js";
import { Loaded, useLoad } from "../../../shared/load.js";
import { useSaid } from "../../parts/said.js";
import { Head, isA, t } from "../head.js";

/** @typedef {import("../head.js").Programme} Programme */

/** @param {{params: {id: string}, account: import("../head.js").Account}} props */
export default function Funds({ params, account }) {
  const path = `/v1/programmes/${params.id}`;
  const load = useLoad(async (signal) => {
    const [{ programme }, increases, commitments] = await Promise.all([get(path, { signal }), all(`${path}/increases`, { signal }), all(`${path}/commitments`, { signal })]);
    return { programme, increases: increases.items, commitments: commitments.items };
  }, [path]);
  return html`<${Loaded} of=${load}>${(/** @type {any} */ known) => html`<${Page} ...${known} account=${account} again=${load.again} />`}<//>`;
}

/** @param {{programme: Programme, increases: any[], commitments: any[], account: any, again: () => void}} props */
function Page({ programme, increases, commitments, account, again }) {
  const { said, say } = useSaid();
  const officer = isA(account);
  /** @param {"increased" | "set_aside" | "freed"} what */
  const done = (what) => {
    say(t(what));
    again();
  };
  /** @type {import("../../../shared/list.js").Column<import("../head.js").Schemas["IncreaseView"]>[]} */
  const added = [
    { name: "at", title: t("when"), value: (one) => one.at, show: (one) => shortDayOf(one.at) },
    amountColumn("units", t("amount"), (one) => one.units, () => programme.unit),
    { name: "reason", title: t("why"), show: (one) => one.reason },
  ];
  /** @type {import("../../../shared/list.js").Column<import("../head.js").Schemas["CommittedView"]>[]} */
  const set = [
    { name: "act", title: t("act"), show: (one) => one.commitment.act },
    { name: "at", title: t("when"), value: (one) => one.commitment.at, show: (one) => shortDayOf(one.commitment.at) },
    amountColumn("units", t("amount"), (one) => one.commitment.units, () => programme.unit),
    amountColumn("left", t("not_drawn"), (one) => one.available, () => programme.unit),
  ];
  /** @param {any} one */
  const free = (one) => one.available > 0 && html`<${ActionButton} small kind="outline-primary" label=${t("free_act", { act: one.commitment.act })}
    act=${async () => { await post(`/v1/commitments/${one.commitment.id}/freeing`, {}); done("freed"); }}>${t("free")}<//>`;
  return html`<${Head} programme=${programme} here="/fondi" account=${account} />
    ${said}
    <h3>${t("increases")}</h3>
    <${List} id="aumenti" caption=${t("increases")} columns=${added} rows=${increases} keyOf=${(/** @type {any} */ one) => one.id} empty=${t("no_increases")} />
    <h3>${t("commitments")}</h3>
    <p>${t("commitments_lead")}</p>
    <${List} id="impegni" caption=${t("commitments")} columns=${set} rows=${commitments} keyOf=${(/** @type {any} */ one) => one.commitment.id} empty=${t("no_commitments")} actions=${officer ? free : undefined} />
    ${officer && html`<div class="cards">
      <${Add} programme=${programme} title=${t("increase")} label=${t("why")} path="increases" field="reason" done=${() => done("increased")} />
      <${Add} programme=${programme} title=${t("set_money_aside")} label=${t("act_that")} path="commitments" field="act" done=${() => done("set_aside")} />
    </div>`}`;
}

/** An amount and the words that go with it. @param {{programme: Programme, title: string, label: string, path: string, field: string, done: () => void}} props */
function Add({ programme, title, label, path, field, done }) {
  const money = `${path}-units`;
  const words = `${path}-${field}`;
  const hint = t(programme.unit === "minutes" ? "hours_hint" : "euro_hint");
  const form = useForm({
    initial: { [money]: "", [words]: "" },
    check: (values) => (values[money] && !readAmount(values[money], programme.unit) ? { [money]: `${t("amount")}: ${hint}` } : {}),
    send: async (values, key) => {
      const units = readAmount(values[money], programme.unit);
      await post(`/v1/programmes/${programme.id}/${path}`, { units, [field]: values[words].trim() }, { key });
      form.reset();
      done();
    },
  });
  return html`<section class="box" aria-label=${title}>
    <h3>${title}</h3>
    <${Form} of=${form}>
      <${Field} name=${money} inputmode="decimal" label=${t("amount")} hint=${hint} required />
      <${TextArea} name=${words} label=${label} rows=${2} maxlength=${200} required />
      <${Submit}>${title}<//>
    <//>
  </section>`;
}
