/** The desk: the pages of those who work, each role its own. */
import { t } from "../shared/texts.js";
import * as administrator from "./administrator/pages.js";
import * as finance from "./finance/pages.js";
import * as officer from "./officer/pages.js";
import * as operator from "./operator/pages.js";
import * as provider from "./provider/pages.js";
import start from "#texts/desk";

const AREAS = [operator, provider, officer, finance, administrator];

/** @type {import("../shared/router.js").Page} */
const first = { path: "/desk", title: start.start, load: () => import("./views/start.js"), roles: [] };

/** @type {import("../shared/router.js").Page} */
export const missing = { path: "/desk/404", title: start.missing, load: () => import("./views/missing.js") };

/** @type {import("../shared/app.js").Site} */
export const site = {
  pages: [first, ...AREAS.flatMap((area) => area.pages)],
  missing,
  home: "/desk",
  name: t("desk_name"),
  menu: (account) => entriesFor(account),
};

/** Where an account's roles let it go. @param {{roles: string[]} | null | undefined} account @returns {[string, string][]} */
export function entriesFor(account) {
  const mine = AREAS.flatMap((area) => area.menu).filter((page) => page.roles?.some((role) => account?.roles.includes(role)));
  return mine.map((page) => [page.path, page.title]);
}
