/** The file of one page: nothing inline, so that the security policy needs no exception. */

/** @param {{language: "it" | "en", path: string, title: string, about: string, body: string, quiet: boolean, app: string,
 *   scripts: {entry: string, early: string[]}}} page @param {string} css */
export function document(page, css) {
  const { language, path, title, about, body, quiet, scripts, app } = page;
  const varies = path.includes(":");
  return `<!DOCTYPE html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(title)}</title>
${quiet || varies || app === "desk" ? '<meta name="robots" content="noindex">' : `<meta name="description" content="${escape(about)}">`}
<meta name="theme-color" content="#0059b3">
<link rel="icon" href="/assets/mark.svg" type="image/svg+xml">
<link rel="manifest" href="${language === "it" ? "/manifest.webmanifest" : "/en/manifest.webmanifest"}">
<link rel="stylesheet" href="${css}">
<script type="module" src="${scripts.entry}"></script>
${scripts.early.map((file) => `<link rel="modulepreload" href="${file}">`).join("\n")}
</head>
<body>
<div id="app">${body}</div>
</body>
</html>
`;
}

/** @param {string} text */
const escape = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
