/** What reconciliations found: who answers for it, and how far it is. */
import { useState } from "preact/hooks";

import { all } from "../../../shared/api.js";
import { shortDayOf } from "../../../shared/format.js";
import { html } from "../../../shared/html.js";
import { amountColumn, List } from "../../../shared/list.js";
import { Loaded, useLoad } from "../../../shared/load.js";
import { link, note } from "../../../shared/router.js";
import { Heading } from "../../../shared/ui.js";
import { differing, StateBadge, t, word } from "../words.js";

/** @typedef {import("../words.js").Schemas["CaseView"]} Case */

const STATES = ["open", "assigned", "explained", "closed"];

/** @param {{query: URLSearchParams}} props */
export default function Cases({ query }) {
  const noted = query.get("stato") ?? "";
  const [state, setState] = useState(STATES.includes(noted) ? noted : "open");
  const load = useLoad((signal) => all(`/v1/cases?state=${state}`, { signal }), [state]);
  /** @param {string} next */
  const choose = (next) => {
    setState(next);
    note({ stato: next === "open" ? "" : next });
  };
  return html`<${Heading} lead=${t("cases_lead")}>${t("cases")}<//>
    <div class="field">
      <label for="stato">${t("state")}</label>
      <select id="stato" class="form-control form-select" value=${state} onChange=${(/** @type {any} */ event) => choose(event.currentTarget.value)}>
        ${STATES.map((one) => html`<option value=${one}>${word("case", one)}</option>`)}
      </select>
    </div>
    <${Loaded} of=${load}>
      ${(/** @type {{items: Case[], more: boolean}} */ { items, more }) =>
        html`<${List} id="casi" caption=${t("cases")} columns=${COLUMNS} rows=${items} more=${more} keyOf=${(/** @type {Case} */ one) => one.id} empty=${t("no_cases")} />`}
    <//>`;
}

/** @param {Case} one */
const _unit = (one) => one.unit ?? "count";

/** @type {import("../../../shared/list.js").Column<Case>[]} */
const COLUMNS = [
  {
    name: "what", title: t("what_differs"), value: differing,
    show: (one) => html`<a href=${link(`/desk/casi/${one.id}`)}>${differing(one)}</a>`,
  },
  { name: "state", title: t("state"), value: (one) => word("case", one.state), show: (one) => html`<${StateBadge} group="case" state=${one.state} />` },
  amountColumn("recorded", t("case_recorded"), (one) => one.recorded, _unit),
  amountColumn("recomputed", t("case_recomputed"), (one) => one.recomputed, _unit),
  { name: "found", title: t("found_at"), value: (one) => one.found_at, show: (one) => shortDayOf(one.found_at) },
  { name: "last", title: t("last_found_at"), value: (one) => one.last_found_at, show: (one) => shortDayOf(one.last_found_at) },
];
