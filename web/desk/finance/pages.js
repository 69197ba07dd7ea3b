/** Settlements, reconciliation, seals: what the office owes, and whether the books are right. */
import texts from "#texts/desk-finance";

const CONTROL = ["finance_officer", "auditor"];
const FUNDER = [...CONTROL, "programme_officer"];

/** @type {import("../../shared/router.js").Page} */
const settlements = { path: "/desk/liquidazioni", title: texts.settlements, load: () => import("./views/settlements.js"), roles: FUNDER };

/** @type {import("../../shared/router.js").Page} */
const cases = { path: "/desk/casi", title: texts.cases, load: () => import("./views/cases.js"), roles: CONTROL };

/** @type {import("../../shared/router.js").Page} */
const seals = { path: "/desk/sigilli", title: texts.seals, load: () => import("./views/seals.js"), roles: CONTROL };

/** @type {import("../../shared/router.js").Page[]} */
export const pages = [
  settlements,
  { path: "/desk/liquidazioni/:id", title: texts.settlement, load: () => import("./views/settlement.js"), roles: FUNDER },
  cases,
  { path: "/desk/casi/:id", title: texts.case, load: () => import("./views/case.js"), roles: CONTROL },
  seals,
];

/** What stands in the menu. */
export const menu = [settlements, cases, seals];
