/** The styles of Bootstrap Italia, without those that no page uses, and ours after them. */
import { createHash } from "node:crypto";
import { cp, mkdir, readFile, readdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import { transform } from "esbuild";
import { PurgeCSS } from "purgecss";

const WEB = dirname(dirname(fileURLToPath(import.meta.url)));
const ITALIA = join(WEB, "node_modules/bootstrap-italia/dist");
const FONTS = ["regular", "600", "700"].map((weight) => `titillium-web-v10-latin-ext_latin-${weight}.woff2`);

/** Write the styles and say their address. @param {string} site @param {string[]} bodies */
export async function styles(site, bodies) {
  const scripts = join(site, "assets");
  const names = (await readdir(scripts, { recursive: true })).filter((name) => name.endsWith(".js"));
  const texts = await Promise.all(names.map((name) => readFile(join(scripts, name), "utf8")));
  const library = (await readFile(join(ITALIA, "css/bootstrap-italia.min.css"), "utf8")).replace(/\/\*# sourceMappingURL.*$/, "");
  const [{ css }] = await new PurgeCSS().purge({
    css: [{ raw: library }],
    content: [...texts, ...bodies].map((raw) => ({ raw, extension: "html" })),
    // Classes that are put together at run time.
    safelist: { standard: [/^(alert|bg|btn|badge)-(primary|secondary|success|danger|warning|info|outline-primary|outline-danger)$/, /^icon-(xs|sm|lg)$/] },
    fontFace: true,
    keyframes: true,
    variables: true,
  });
  const own = (await Promise.all(["tokens.css", "parts.css", "pages.css", "desk.css", "print.css"].map((name) => readFile(join(WEB, "styles", name), "utf8")))).join("\n");
  const { code, warnings } = await transform(css + own, { loader: "css", minify: true, target: ["chrome110", "firefox115", "safari16"] });
  if (warnings.length) throw new Error(`the styles are broken: ${warnings[0].text}`);
  await mkdir(join(site, "assets/fonts"), { recursive: true });
  for (const font of FONTS) await cp(join(ITALIA, "fonts/Titillium_Web", font), join(site, "assets/fonts", font));
  const name = `site-${createHash("sha256").update(code).digest("hex").slice(0, 8)}.css`;
  await writeFile(join(site, "assets", name), code);
  return `/assets/${name}`;
}
