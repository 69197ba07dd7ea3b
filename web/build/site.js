/** Builds the pages: every address a file that can be read before any script runs, in both languages. */
import { createHash } from "node:crypto";
import { cp, mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

import { build } from "esbuild";

import { styles } from "./styles.js";
import { document } from "./document.js";

const WEB = dirname(dirname(fileURLToPath(import.meta.url)));
const BUILD = join(dirname(WEB), "build", "pages");
const SITE = join(BUILD, "site");
const LANGUAGES = ["it", "en"];
const APPS = ["portal", "desk"];

/** A page whose address has a part that varies is one file, "_". @param {string} path */
const fileOf = (path) => (path === "/" ? "index" : path.slice(1).replaceAll(/:\w+/g, "_"));

async function main() {
  await rm(SITE, { recursive: true, force: true });
  await mkdir(join(SITE, "assets"), { recursive: true });
  const drawn = (await Promise.all(LANGUAGES.map(pagesIn))).flat();
  const css = await styles(SITE, drawn.map((page) => page.body));
  await pictures();
  for (const page of drawn) await writePage(page, css);
  await cp(join(WEB, "public"), SITE, { recursive: true });
  await worker(css);
}

/** @param {string} language */
async function pagesIn(language) {
  const [scripts, render] = await Promise.all([client(language), prerenderer(language)]);
  const drawn = await render();
  return Promise.all(drawn.map(async (/** @type {any} */ page) => ({ ...page, language, scripts: scripts(page.app, await viewOf(page)) })));
}

/** Which file draws a page, as its list of pages says. @param {{app: string, path: string}} page */
async function viewOf({ app, path }) {
  const listed = await readFile(join(WEB, app, "site.js"), "utf8");
  const [, view] = listed.match(new RegExp(`path: "${path}", .*import\\("\\./(views/.*?)"\\)`)) ?? [];
  if (!view) throw new Error(`${app}/site.js does not say what draws ${path}`);
  return `${app}/${view}`;
}

/** What browsers run; the answer tells which files a page needs at once. @param {string} language */
async function client(language) {
  const { metafile } = await build({
    ...common(language),
    entryPoints: Object.fromEntries(APPS.map((app) => [app, join(WEB, app, "start.js")])),
    outdir: join(SITE, "assets", language),
    entryNames: "[name]-[hash]",
    chunkNames: "[name]-[hash]",
    splitting: true,
    minify: true,
    target: ["es2022"],
    metafile: true,
  });
  const outputs = Object.entries(metafile.outputs);
  /** @param {string} source */
  const madeOf = (source) => outputs.find(([, made]) => made.entryPoint && made.entryPoint.endsWith(source))?.[0] ?? "";
  /** @param {string} file @returns {string[]} */
  const needs = (file) => metafile.outputs[file].imports.filter((one) => one.kind === "import-statement").flatMap((one) => [one.path, ...needs(one.path)]);
  /** @param {string} file */
  const address = (file) => `/${relative(SITE, join(WEB, file))}`;
  return (/** @type {string} */ app, /** @type {string} */ view) => {
    const entry = madeOf(`${app}/start.js`);
    const page = madeOf(view);
    const early = new Set([...needs(entry), ...(page ? [page, ...needs(page)] : [])]);
    early.delete(entry);
    return { entry: address(entry), early: [...early].map(address) };
  };
}

/** The same views, drawn here once. @param {string} language */
async function prerenderer(language) {
  const outfile = join(BUILD, "prerender", `${language}.mjs`);
  await build({ ...common(language), entryPoints: [join(WEB, "build", "prerender.js")], outfile, platform: "node" });
  return (await import(`${pathToFileURL(outfile)}?${Date.now()}`)).render;
}

/** @param {string} language @returns {import("esbuild").BuildOptions} */
const common = (language) => ({
  bundle: true,
  format: "esm",
  conditions: [language],
  absWorkingDir: WEB,
  legalComments: "none",
  logLevel: "warning",
});

/** @param {any} page @param {string} css */
async function writePage(page, css) {
  const file = join(SITE, page.language === "it" ? "" : page.language, `${fileOf(page.path)}.html`);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, document(page, css));
}

/** The icons that are used, out of the library's hundreds. */
async function pictures() {
  const sprite = await readFile(join(WEB, "node_modules/bootstrap-italia/dist/svg/sprites.svg"), "utf8");
  const sources = (await Promise.all(["shared", "portal", "desk"].map(sourcesIn))).flat();
  const used = new Set(sources.flatMap((text) => [...text.matchAll(/(?:Icon\} name="|icon: ")([a-z0-9-]+)"/g)].map((found) => found[1])));
  const symbols = [...used].map((name) => {
    const symbol = sprite.match(new RegExp(`<symbol[^>]*id="it-${name}"[\\s\\S]*?</symbol>`))?.[0];
    if (!symbol) throw new Error(`there is no icon "${name}"`);
    return symbol;
  });
  const icons = `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>`;
  await writeFile(join(SITE, "assets", "icons.svg"), icons);
  await cp(join(WEB, "images"), join(SITE, "assets"), { recursive: true });
}

/** @param {string} folder @returns {Promise<string[]>} */
async function sourcesIn(folder) {
  const names = await readdir(join(WEB, folder), { recursive: true });
  return Promise.all(names.filter((name) => name.endsWith(".js")).map((name) => readFile(join(WEB, folder, name), "utf8")));
}

/** The service worker knows what the pages are made of, and is new whenever they are. @param {string} css */
async function worker(css) {
  const files = (await readdir(join(SITE, "assets"), { recursive: true })).filter((name) => /\.(js|css|woff2|svg)$/.test(name));
  const made = files.map((name) => `/assets/${name}`).filter((name) => !/\/desk-/.test(name)).sort();
  const edition = createHash("sha256").update(made.join()).digest("hex").slice(0, 12);
  const source = await readFile(join(WEB, "worker.js"), "utf8");
  await writeFile(join(SITE, "worker.js"), source.replace('"EDITION"', JSON.stringify(edition)).replace('"STYLES"', JSON.stringify(css)));
}

await main();
