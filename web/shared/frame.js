/** What stands around every page: ways to skip, whose platform it is, where one can go, what the law asks for. */
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";

import { html } from "./html.js";
import * as accounts from "./account.js";
import { CALL } from "./call-centre.js";
import { asProblem } from "./problem.js";
import { inOtherLanguage, link } from "./router.js";
import { otherLanguage, t } from "./texts.js";

/** @typedef {accounts.Account | null | undefined} Visitor whoever is signed in, undefined while it is not known */

/** Who is there; or why that cannot be known, and a way to ask again. */
export function useAccount() {
  const [account, setAccount] = useState(/** @type {Visitor} */ (undefined));
  const [problem, setProblem] = useState(/** @type {import("./problem.js").Problem | null} */ (null));
  const ask = () => {
    setProblem(null);
    accounts.known().then(setAccount, (error) => setProblem(asProblem(error)));
  };
  useEffect(() => {
    ask();
    return accounts.onChange(() => setAccount(accounts.account()));
  }, []);
  return { account, problem, ask };
}

/**
 * @param {{place: import("./router.js").Place, menu: [string, string][], home: string, name: string, children?: any,
 *   account: Visitor}} props menu entries are [path, text]
 */
export function Frame({ place, menu, home, name, account, children }) {
  useArrival(place);
  return html`
    <div class="skiplinks">
      <a class="visually-hidden-focusable" href="#main">${t("skip_to_content")}</a>
      <a class="visually-hidden-focusable" href="#footer">${t("skip_to_footer")}</a>
    </div>
    <header class="it-header-wrapper">
      <${SlimHeader} account=${account} />
      <div class="it-nav-wrapper">
        <div class="it-header-center-wrapper">
          <div class="container">
            <a class="brand" href=${link(home)}>
              <img src="/assets/mark.svg" alt="" width="48" height="48" />
              <span><span class="brand-name">${name}</span><span class="brand-line">${t("site_line")}</span></span>
            </a>
          </div>
        </div>
        <${Menu} entries=${menu} here=${place.page.path} />
      </div>
    </header>
    <${Line} />
    <main id="main" class="container" tabindex="-1">${children}</main>
    <${Footer} />
  `;
}

/** @param {{account: Visitor}} props */
function SlimHeader({ account }) {
  return html`<div class="it-header-slim-wrapper">
    <div class="container slim">
      <span class="slim-owner">${t("owner")}</span>
      <nav aria-label=${t("account_menu")} class="slim-links">
        <${OtherLanguage} />
        ${account
          ? html`<a href=${link(account.roles.includes("citizen") ? "/profilo" : "/desk")}>${account.given_name}</a>
              <a href=${link("/uscita")}>${t("sign_out")}</a>`
          : html`<a href=${link("/accesso")}>${t("sign_in")}</a>`}
      </nav>
    </div>
  </div>`;
}

/** The same page in the other language: its address is known once the page stands. */
function OtherLanguage() {
  const [address, setAddress] = useState(otherLanguage === "it" ? "/" : "/en/");
  useEffect(() => setAddress(inOtherLanguage()));
  /** What was noted in the address since then goes along. @param {any} event */
  const follow = (event) => (event.currentTarget.href = inOtherLanguage());
  return html`<a href=${address} hreflang=${otherLanguage} lang=${otherLanguage} onClick=${follow}>${t("other_language")}</a>`;
}

/** @param {{entries: [string, string][], here: string}} props */
function Menu({ entries, here }) {
  const [open, setOpen] = useState(false);
  useEffect(() => setOpen(false), [here]);
  return html`<nav class="main-menu" aria-label=${t("main_menu")}>
    <div class="container">
      <button type="button" class="menu-button" aria-expanded=${open} aria-controls="menu" onClick=${() => setOpen(!open)}>
        ${open ? t("close") : t("menu")}
      </button>
      <ul id="menu" class=${open ? "open" : ""}>
        ${entries.map(
          ([path, text]) =>
            html`<li key=${path}><a href=${link(path)} aria-current=${_isHere(path, here) ? "page" : undefined}>${text}</a></li>`,
        )}
      </ul>
    </div>
  </nav>`;
}

/** @param {string} path @param {string} here */
const _isHere = (path, here) => here === path || here.startsWith(`${path}/`);

/** Says when the line is lost, and when it is back. */
function Line() {
  const [lost, setLost] = useState(false);
  useEffect(() => {
    const look = () => setLost(!navigator.onLine);
    look();
    addEventListener("online", look);
    addEventListener("offline", look);
    return () => {
      removeEventListener("online", look);
      removeEventListener("offline", look);
    };
  }, []);
  return html`<div role="status" class="offline">${lost && html`<p class="container">${t("offline")}</p>`}</div>`;
}

function Footer() {
  return html`<footer id="footer" class="it-footer" tabindex="-1">
    <div class="it-footer-main">
      <div class="container">
        <p class="brand-name">${t("owner")}</p>
        <p>${t("call_centre")} <a href=${CALL.address}>${CALL.number}</a><br />${t("call_centre_hours")}</p>
        <ul class="footer-links">
          <li><a href=${link("/accessibilita")} data-element="accessibility-link">${t("accessibility")}</a></li>
          <li><a href=${link("/privacy")} data-element="privacy-policy-link">${t("privacy")}</a></li>
          <li><a href=${link("/note-legali")} data-element="legal-notes">${t("legal_notes")}</a></li>
          <li><a href=${link("/domande-frequenti")} data-element="faq">${t("faq")}</a></li>
          <li><a href=${link("/segnalazioni")} data-element="report-inefficiency">${t("report_inefficiency")}</a></li>
        </ul>
      </div>
    </div>
  </footer>`;
}

/**
 * After going to another page, the focus is on its heading, so that who listens hears where they are: at once, before
 * anybody can press the next key.
 *
 * @param {import("./router.js").Place} place
 */
function useArrival(place) {
  const first = useRef(true);
  useLayoutEffect(() => {
    if (first.current) {
      first.current = false;
      return;
    }
    (document.getElementById("heading") ?? document.getElementById("main"))?.focus({ preventScroll: true });
  }, [place]);
}
