/**
 * Keeps the pages and the public catalogue readable when the line is lost. Nothing of a person is ever kept: only
 * files that are the same for everybody, and answers that the platform itself calls public. What there is no room for
 * is shown all the same.
 */
const SHELL = `shell-${"EDITION"}`;
const CATALOGUE = "catalogue";
const CATALOGUE_ENTRIES_MAX = 80;
const READABLE = /^(\/en)?\/(catalogo|offerte\/.+|cooperative(\/.+)?|date|social-point|domande-frequenti)?$/;
const PUBLIC = /^\/v1\/(offerings|providers|sessions|needs|desks|services)(\/|\?|$)/;
const IN_OWN_WORDS = /[?&]text=/; // what somebody typed is theirs
const UNCHANGING = /^\/assets\/.*(-[A-Z0-9]{8}\.js|-[0-9a-f]{8}\.css|\.woff2)$/; // the name follows from what is in it
const FILE_OF_PAGE = /(?:href|src)="(\/assets\/[^"]+)"/g;

/** @type {ServiceWorkerGlobalScope} */
const worker = /** @type {any} */ (self);

worker.addEventListener("install", (event) => {
  event.waitUntil(
    (async () => {
      const cache = await caches.open(SHELL);
      await cache.addAll(["STYLES", "/assets/icons.svg", "/assets/mark.svg"]);
      await worker.skipWaiting();
    })(),
  );
});

worker.addEventListener("activate", (event) => {
  event.waitUntil(
    (async () => {
      const old = (await caches.keys()).filter((name) => name !== SHELL && name !== CATALOGUE);
      await Promise.all(old.map((name) => caches.delete(name)));
      await worker.clients.claim();
    })(),
  );
});

worker.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return;
  /** @param {Promise<void>} keeping */
  const later = (keeping) => event.waitUntil(keeping.catch(() => {}));
  if (UNCHANGING.test(pathname)) event.respondWith(keptOrFetched(request, later));
  else if (pathname.startsWith("/assets/")) event.respondWith(fetchedOrKept(request, request, keepFile, later));
  else if (pathname.startsWith("/v1/") && !request.headers.has("Authorization")) event.respondWith(fetchedOrKept(request, request, keepAnswer, later));
  else if (request.mode === "navigate" && READABLE.test(pathname)) event.respondWith(fetchedOrKept(request, fileOf(pathname), keepPage, later));
});

// What a page has seen without this worker: before it was there, or without asking for a file.
worker.addEventListener("message", (event) => event.waitUntil(keepSeen(event.data)));

/** @param {{seen: string[], language: string}} told */
async function keepSeen({ seen, language }) {
  const headers = { Accept: "application/json", "Accept-Language": language }; // as the page has asked: it comes from the browser's own store
  for (const path of seen) {
    if (path.startsWith("/assets/")) await keepOnce(path, keepFile);
    else if (PUBLIC.test(path)) await keepOnce(new Request(path, { headers }), keepAnswer);
    else if (READABLE.test(path)) await keepOnce(fileOf(path), keepPage);
  }
}

/** @typedef {(asked: any, answer: Response) => Promise<void>} Keep it takes a copy at once, of what it keeps */
/** @typedef {(keeping: Promise<void>) => void} Later */

/** @param {RequestInfo} asked @param {Keep} keep */
async function keepOnce(asked, keep) {
  try {
    if (await find(asked)) return;
    const fresh = await fetch(asked);
    if (fresh.ok) await keep(asked, fresh);
  } catch {
    // Without a line or room nothing more is kept.
  }
}

/** @param {Request} request @param {Later} later */
const keptOrFetched = async (request, later) => (await find(request)) ?? fetchedOrKept(request, request, keepFile, later);

/** @param {Request} request @param {RequestInfo} asked as what it is kept @param {Keep} keep @param {Later} later */
async function fetchedOrKept(request, asked, keep, later) {
  try {
    const fresh = await fetch(request);
    if (fresh.ok) later(keep(asked, fresh));
    return fresh;
  } catch (lost) {
    const kept = await find(asked);
    if (kept) return kept;
    throw lost;
  }
}

/** @param {RequestInfo} asked */
const find = (asked) => caches.match(asked).catch(() => undefined);

/** @type {Keep} */
async function keepFile(asked, answer) {
  const copy = answer.clone();
  await (await caches.open(SHELL)).put(asked, copy);
}

/** A page is kept with the files that it begins with, all of its edition, or not at all. @type {Keep} */
async function keepPage(path, page) {
  const [copy, text] = [page.clone(), page.clone().text()];
  const cache = await caches.open(SHELL);
  const files = [...(await text).matchAll(FILE_OF_PAGE)].map(([, file]) => file);
  await Promise.all(files.map(async (file) => (await cache.match(file)) ?? cache.add(file)));
  await cache.put(path, copy);
}

/** @param {Request} request @param {Response} answer */
async function keepAnswer(request, answer) {
  if (!answer.headers.get("Cache-Control")?.includes("public") || IN_OWN_WORDS.test(request.url)) return;
  const copy = answer.clone();
  const cache = await caches.open(CATALOGUE);
  await cache.put(request, copy);
  const entries = await cache.keys();
  await Promise.all(entries.slice(0, Math.max(0, entries.length - CATALOGUE_ENTRIES_MAX)).map((entry) => cache.delete(entry)));
}

/** A page is one file whatever it is asked about. @param {string} path */
const fileOf = (path) => path.replace(/\/(offerte|cooperative)\/.+/, "/$1/_");
