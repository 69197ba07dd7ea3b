/** A Social Point's work: who comes today, finding and registering people, booking with them, moving what cannot be delivered. */
import texts from "#texts/desk-operator";

const ROLES = ["desk_operator"];

/** What stands in the menu. @type {import("../../shared/router.js").Page[]} */
export const menu = [
  { path: "/desk/coda", title: texts.queue, load: () => import("./views/queue.js"), roles: ROLES },
  { path: "/desk/persone", title: texts.people, load: () => import("./views/people.js"), roles: ROLES },
  { path: "/desk/registra", title: texts.register, load: () => import("./views/register.js"), roles: ROLES },
  { path: "/desk/ricollocare", title: texts.relocation, load: () => import("./views/relocation.js"), roles: ROLES },
];

/** @type {import("../../shared/router.js").Page[]} */
export const pages = [
  ...menu,
  { path: "/desk/persone/:id", title: texts.person, load: () => import("./views/person.js"), roles: ROLES },
];
