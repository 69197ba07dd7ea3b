/** A cooperative's work: who comes, what is asked of it, its services, their dates, and its money. */
import texts from "#texts/desk-provider";

const MANAGER = ["provider_manager"];
const STAFF = [...MANAGER, "provider_worker"];

/** @type {import("../../shared/router.js").Page[]} What stands in the menu. */
export const menu = [
  { path: "/desk/presenze", title: texts.attendance, load: () => import("./views/attendance.js"), roles: STAFF },
  { path: "/desk/richieste", title: texts.requests, load: () => import("./views/requests.js"), roles: MANAGER },
  { path: "/desk/servizi", title: texts.offerings, load: () => import("./views/offerings.js"), roles: MANAGER },
  { path: "/desk/orari", title: texts.schedules, load: () => import("./views/schedules.js"), roles: STAFF },
  { path: "/desk/soldi", title: texts.money, load: () => import("./views/money.js"), roles: STAFF },
  { path: "/desk/rendiconti", title: texts.settlements, load: () => import("./views/settlements.js"), roles: MANAGER },
  { path: "/desk/occupazione", title: texts.occupancy, load: () => import("./views/occupancy.js"), roles: MANAGER },
  { path: "/desk/agenda", title: texts.feed, load: () => import("./views/feed.js"), roles: MANAGER },
];

/** @type {import("../../shared/router.js").Page[]} */
export const pages = [
  ...menu,
  { path: "/desk/richieste/:id", title: texts.home_request, load: () => import("./views/home-request.js"), roles: MANAGER },
  { path: "/desk/servizi/nuovo", title: texts.new_offering, load: () => import("./views/new-offering.js"), roles: MANAGER },
  { path: "/desk/servizi/:id", title: texts.offering, load: () => import("./views/offering.js"), roles: MANAGER },
  { path: "/desk/orari/nuovo/:offering", title: texts.new_schedule, load: () => import("./views/new-schedule.js"), roles: MANAGER },
  { path: "/desk/orari/:id", title: texts.schedule, load: () => import("./views/schedule.js"), roles: STAFF },
  { path: "/desk/date/:id", title: texts.session, load: () => import("./views/session.js"), roles: STAFF },
  { path: "/desk/soldi/:id", title: texts.own_money, load: () => import("./views/own-money.js"), roles: STAFF },
  { path: "/desk/rendiconti/:id", title: texts.settlement, load: () => import("./views/settlement.js"), roles: MANAGER },
];
