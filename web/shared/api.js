/** Requests to the platform: in the page's language, as who is signed in, each "no" a Problem. */
import * as account from "./account.js";
import { setBy } from "./clock.js";
import { answerTo, refusalOf } from "./problem.js";
import { language } from "./texts.js";

const PAGE = 100; // the most that a list gives at once
export const ROWS_MAX = 2000; // more than anybody reads; whoever needs more narrows the list

/**
 * What a path holds.
 *
 * @param {string} path
 * @param {{signal?: AbortSignal, anonymous?: boolean, fresh?: boolean, in?: string}} [how] anonymous: the same for
 *   everybody, and may be kept; fresh: not what was kept; in: another language than the page's
 * @returns {Promise<any>}
 */
export const get = (path, how = {}) => _answer(path, _reading(how), how.anonymous);

/** The same, and its edition, which an edit must show. @param {string} path */
export async function getEdition(path) {
  const response = await _asked(path, { method: "GET" });
  return { value: await _read(response), edition: response.headers.get("ETag") ?? "" };
}

/**
 * Send something. The same key means the same request: sent twice, it is done once.
 *
 * @param {string} path
 * @param {object} body
 * @param {{key?: string, anonymous?: boolean}} [how]
 * @returns {Promise<any>}
 */
export const post = (path, body, how = {}) =>
  _answer(path, _with("POST", body, how.key ? { "Idempotency-Key": how.key } : {}), how.anonymous);

/** Edit what one has seen in an edition. @param {string} path @param {object} body @param {string} edition */
export const put = (path, body, edition) => _answer(path, _with("PUT", body, { "If-Match": edition }), false);

/**
 * A whole list, page after page; `seen` is told how many have come.
 *
 * @param {string} path
 * @param {{signal?: AbortSignal, anonymous?: boolean, fresh?: boolean, seen?: (count: number) => void}} [how]
 * @returns {Promise<{items: any[], more: boolean}>}
 */
export async function all(path, how = {}) {
  /** @type {any[]} */
  const items = [];
  /** @type {string | null} */
  let next = `${path}${path.includes("?") ? "&" : "?"}limit=${PAGE}`;
  while (next && items.length < ROWS_MAX) {
    const page = await get(next, how);
    items.push(...page.items);
    how.seen?.(items.length);
    next = page.next && pathOf(page.next);
  }
  return { items, more: Boolean(next) };
}

/** A list that the platform gives in one piece. @param {string} path @param {{signal?: AbortSignal, anonymous?: boolean}} [how] @returns {Promise<{items: any[], more: boolean}>} */
export const whole = async (path, how) => ({ items: (await get(path, how)).items, more: false });

/** A new key for something that is to be done once. */
export const newKey = () => crypto.randomUUID();

/** An address that the platform tells, as a path of this host. @param {string} address */
export function pathOf(address) {
  const { pathname, search } = new URL(address, location.href);
  return pathname.slice(pathname.indexOf("/v1/")) + search;
}

/** @param {string} method @param {object} body @param {Record<string, string>} headers @returns {RequestInit} */
const _with = (method, body, headers) => ({
  method,
  body: JSON.stringify(body),
  headers: { "Content-Type": "application/json", ...headers },
});

/** @param {{signal?: AbortSignal, fresh?: boolean, in?: string}} how @returns {RequestInit} */
const _reading = (how) => ({
  method: "GET",
  signal: how.signal,
  cache: how.fresh ? "no-cache" : "default",
  headers: how.in ? { "Accept-Language": how.in } : {},
});

/** @param {string} path @param {RequestInit} request @param {boolean} [anonymous] */
async function _answer(path, request, anonymous) {
  return _read(await _asked(path, request, anonymous));
}

/** @param {string} path @param {RequestInit} request @param {boolean} [anonymous] @returns {Promise<Response>} */
async function _asked(path, request, anonymous = false) {
  const response = await _sent(path, request, anonymous);
  if (response.status !== 401 || anonymous) return response;
  // The token ended in the middle: a new one, and the very same request again.
  return (await account.renew()) ? _sent(path, request, anonymous) : response;
}

/** @param {string} path @param {RequestInit} request @param {boolean} anonymous */
async function _sent(path, request, anonymous) {
  const token = anonymous ? null : await account.token();
  const headers = {
    Accept: "application/json",
    "Accept-Language": language,
    ...(token ? { Authorization: `Bearer ${token}` } : {}),
    ...request.headers,
  };
  const answer = await answerTo(path, { ...request, headers });
  if (token) setBy(answer); // what is anybody's may have been kept
  return answer;
}

/** @param {Response} response */
async function _read(response) {
  if (response.status === 204) return null;
  if (response.ok) return response.json().catch(() => null);
  throw await refusalOf(response);
}
