/** Draws every page as it looks before anything is known: what a visitor reads while the rest comes. */
import { renderToString } from "preact-render-to-string";

import { site as desk } from "../desk/site.js";
import { site as portal } from "../portal/site.js";
import { App } from "../shared/app.js";
import { html } from "../shared/html.js";
import { language, t } from "../shared/texts.js";

/** @returns {Promise<{app: string, path: string, title: string, about: string, body: string, quiet: boolean}[]>} */
export async function render() {
  const portals = await Promise.all([...portal.pages, portal.missing].map((page) => _drawn("portal", portal, page)));
  const start = desk.pages[0];
  return [...portals, { ...(await _drawn("desk", desk, start)), path: "/desk" }];
}

/** @param {string} app @param {import("../shared/app.js").Site} site @param {import("../shared/router.js").Page} page */
async function _drawn(app, site, page) {
  const { default: view } = await page.load();
  const first = { page, params: {}, query: new URLSearchParams(), view };
  const body = renderToString(html`<${App} site=${site} first=${first} />`);
  return { app, path: page.path, title: `${page.title} · ${t("site_name")}`, about: `${page.title}. ${t("site_about")}`, body, quiet: Boolean(page.quiet || page.roles), language };
}
