/** The residents' portal: its pages. */
import titles from "#texts/titles";

import { t } from "../shared/texts.js";

const CITIZEN = ["citizen"];

/** @type {import("../shared/router.js").Page[]} */
export const pages = [
  { path: "/", title: titles.home, load: () => import("./views/home.js") },
  { path: "/catalogo", title: titles.catalogue, load: () => import("./views/catalogue.js") },
  { path: "/offerte/:id", title: titles.offering, load: () => import("./views/offering.js") },
  { path: "/cooperative", title: titles.providers, load: () => import("./views/providers.js") },
  { path: "/cooperative/:id", title: titles.provider, load: () => import("./views/provider.js") },
  { path: "/date", title: titles.sessions, load: () => import("./views/sessions.js") },
  { path: "/social-point", title: titles.desks, load: () => import("./views/desks.js") },
  { path: "/accesso", title: titles["sign-in"], load: () => import("./views/sign-in.js") },
  { path: "/uscita", title: titles["sign-out"], load: () => import("./views/sign-out.js"), quiet: true },
  { path: "/attivazione", title: titles.activation, load: () => import("./views/activation.js"), quiet: true },
  { path: "/recupero", title: titles.recovery, load: () => import("./views/recovery.js") },
  { path: "/prenota/:id", title: titles.book, load: () => import("./views/book.js"), roles: CITIZEN },
  { path: "/prenotazioni", title: titles.bookings, load: () => import("./views/bookings.js"), roles: CITIZEN },
  { path: "/prenotazioni/:id", title: titles.booking, load: () => import("./views/booking.js"), roles: CITIZEN },
  { path: "/buoni", title: titles.vouchers, load: () => import("./views/vouchers.js"), roles: CITIZEN },
  { path: "/buoni/:id", title: titles.voucher, load: () => import("./views/voucher.js"), roles: CITIZEN },
  { path: "/attese", title: titles.waiting, load: () => import("./views/waiting.js"), roles: CITIZEN },
  { path: "/attese/:id", title: titles.offer, load: () => import("./views/offer.js"), roles: CITIZEN },
  { path: "/richieste-a-casa", title: titles["home-requests"], load: () => import("./views/home-requests.js"), roles: CITIZEN },
  { path: "/richieste-a-casa/:id", title: titles["home-request"], load: () => import("./views/home-request.js"), roles: CITIZEN },
  { path: "/calendario", title: titles.calendar, load: () => import("./views/calendar.js"), roles: CITIZEN },
  { path: "/profilo", title: titles.profile, load: () => import("./views/profile.js"), roles: CITIZEN },
  { path: "/accessibilita", title: titles.accessibility, load: () => import("./views/accessibility.js") },
  { path: "/privacy", title: titles.privacy, load: () => import("./views/privacy.js") },
  { path: "/note-legali", title: titles["legal-notes"], load: () => import("./views/legal-notes.js") },
  { path: "/domande-frequenti", title: titles.faq, load: () => import("./views/faq.js") },
  { path: "/segnalazioni", title: titles.report, load: () => import("./views/report.js") },
];

/** @type {import("../shared/router.js").Page} */
export const missing = { path: "/404", title: titles.missing, load: () => import("./views/missing.js"), quiet: true };

/** @type {import("../shared/app.js").Site} */
export const site = {
  pages,
  missing,
  home: "/",
  name: t("site_name"),
  menu: (account) => [
    ["/catalogo", t("menu_catalogue")],
    ["/cooperative", t("menu_providers")],
    ["/social-point", t("menu_desks")],
    ...(account?.roles.includes("citizen")
      ? /** @type {[string, string][]} */ ([
          ["/prenotazioni", t("menu_bookings")],
          ["/buoni", t("menu_vouchers")],
          ["/attese", t("menu_waiting")],
          ["/calendario", t("menu_calendar")],
        ])
      : []),
  ],
};
