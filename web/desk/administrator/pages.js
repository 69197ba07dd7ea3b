/** The people of the staff, the desks, what the catalogue's needs and services are, and what people think. */
import texts from "#texts/desk-administrator";

const ROLES = ["administrator"];

/** @type {import("../../shared/router.js").Page[]} */
export const pages = [
  { path: "/desk/personale", title: texts.staff, load: () => import("./views/staff.js"), roles: ROLES },
  { path: "/desk/sportelli", title: texts.desks, load: () => import("./views/desks.js"), roles: ROLES },
  { path: "/desk/bisogni", title: texts.needs, load: () => import("./views/needs.js"), roles: ROLES },
  { path: "/desk/opinioni", title: texts.opinions, load: () => import("./views/opinions.js"), roles: ROLES },
];

/** What stands in the menu. */
export const menu = pages;
