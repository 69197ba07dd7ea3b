/** A funder's programmes: rules, budget, vouchers, expiries; and the cooperatives that it accredits. */
import texts from "#texts/desk-officer";

const ROLES = ["programme_officer"];
const FUNDER = [...ROLES, "finance_officer"];
const READERS = [...FUNDER, "auditor"];

/** @type {import("../../shared/router.js").Page} */
const programmes = { path: "/desk/misure", title: texts.programmes, load: () => import("./views/programmes.js"), roles: READERS };

/** @type {import("../../shared/router.js").Page} */
const proposals = { path: "/desk/proposte", title: texts.proposals, load: () => import("./views/proposals.js"), roles: ROLES };

/** @type {import("../../shared/router.js").Page} */
const providers = { path: "/desk/cooperative", title: texts.providers, load: () => import("./views/providers.js"), roles: ROLES };

/** @type {import("../../shared/router.js").Page} */
const spending = { path: "/desk/spesa", title: texts.spending, load: () => import("./views/spending.js"), roles: READERS };

/** @type {import("../../shared/router.js").Page[]} */
export const pages = [
  programmes,
  { path: "/desk/misure/nuova", title: texts.new_programme, load: () => import("./views/new-programme.js"), roles: ROLES },
  { path: "/desk/misure/:id", title: texts.programme, load: () => import("./views/programme.js"), roles: READERS },
  { path: "/desk/misure/:id/modifica", title: texts.edit, load: () => import("./views/edit-programme.js"), roles: ROLES },
  { path: "/desk/misure/:id/fondi", title: texts.funds, load: () => import("./views/funds.js"), roles: READERS },
  { path: "/desk/misure/:id/buoni", title: texts.vouchers, load: () => import("./views/vouchers.js"), roles: FUNDER },
  { path: "/desk/misure/:id/elenchi", title: texts.batches, load: () => import("./views/batches.js"), roles: ROLES },
  { path: "/desk/misure/:id/andamento", title: texts.burn_down, load: () => import("./views/burn-down.js"), roles: READERS },
  { path: "/desk/misure/:id/contestazioni", title: texts.contests, load: () => import("./views/contests.js"), roles: ROLES },
  { path: "/desk/elenchi/:id", title: texts.batch, load: () => import("./views/batch.js"), roles: ROLES },
  { path: "/desk/buoni/:id", title: texts.voucher, load: () => import("./views/voucher.js"), roles: FUNDER },
  proposals,
  providers,
  { path: "/desk/cooperative/nuova", title: texts.new_provider, load: () => import("./views/new-provider.js"), roles: ROLES },
  { path: "/desk/cooperative/:id", title: texts.provider, load: () => import("./views/provider.js"), roles: ROLES },
  spending,
];

/** What stands in the menu. */
export const menu = [programmes, proposals, providers, spending];
