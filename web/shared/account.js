/**
 * Who is signed in. The access token lives in this page's memory only; what renews it is a cookie that no script can
 * read. Storage holds one word, that somebody had signed in here, so that visitors are not asked about for nothing.
 */
import { setBy } from "./clock.js";
import { answerTo, refusalOf } from "./problem.js";
import { language } from "./texts.js";

const MARK = "signed-in";
const MARGIN_SECONDS = 30; // a token that ends while a request travels is renewed before

/** @type {{token: string, endsAt: number} | null} */
let access = null;
/** @type {Promise<boolean> | null} */
let renewing = null;
/** @typedef {{id: string, given_name: string, roles: string[], organisation_id: string | null}} Account */
/** @type {Account | null} */
let own = null;
let departures = 0; // how often somebody has signed out: what was asked before is no longer theirs
/** @type {Set<() => void>} */
const listeners = new Set();

/** Whether somebody had signed in on this browser: what to show before it is known for sure. */
export const mayBeSignedIn = () => access !== null || read() !== null;

/** The account whose pages these are, once known. */
export const account = () => own;

/** Call `listener` whenever somebody signs in or out. @param {() => void} listener */
export function onChange(listener) {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/** A token that is good now, or null when nobody is signed in. Raises Problem when the line is lost. */
export async function token() {
  if (access && access.endsAt > Date.now()) return access.token;
  return (await renew()) ? access?.token ?? null : null;
}

/** Ask for a new access token, once however many ask; false when nobody is signed in. */
export function renew() {
  renewing ??= _renewed().finally(() => (renewing = null));
  return renewing;
}

/** Take the tokens that a sign-in gave. @param {{access_token: string, expires_in_seconds: number}} tokens */
export async function take(tokens) {
  _keep(tokens);
  await _meet();
}

/** End the session on this device. Raises Problem when the platform could not be told: the cookie is still good. */
export async function leave() {
  forget(); // before the platform answers: nothing may ask for a new token meanwhile
  const answer = await _ask("/v1/sign-outs", {});
  if (!answer.ok) throw await refusalOf(answer);
}

/** Nobody is signed in any more, here and in the other tabs. */
export function forget() {
  access = own = null;
  departures += 1;
  write(null);
  for (const listener of listeners) listener();
}

/** Wait until it is known who is signed in. Raises Problem when the line is lost. */
export async function known() {
  if (!own && mayBeSignedIn() && (await token())) await _meet();
  return own;
}

async function _renewed() {
  if (!mayBeSignedIn()) return false;
  // Tabs of one browser share the cookie: one at a time, or the second would show what the first has used up.
  const before = departures;
  const answer = await _alone(() => _ask("/v1/tokens", {}));
  if (answer.ok) {
    const { tokens } = await answer.json();
    if (departures !== before) return false;
    _keep(tokens);
    return true;
  }
  if (answer.status !== 401) throw await refusalOf(answer);
  forget();
  return false;
}

async function _meet() {
  const shown = access;
  const answer = await answerTo("/v1/me", { headers: { Authorization: `Bearer ${shown?.token}`, "Accept-Language": language } });
  if (answer.status === 401) return forget(); // the session has ended in another tab meanwhile
  if (!answer.ok) throw await refusalOf(answer);
  const met = await answer.json();
  if (access !== shown) return;
  own = met;
  for (const listener of listeners) listener();
}

/** @param {{access_token: string, expires_in_seconds: number}} tokens */
function _keep(tokens) {
  access = { token: tokens.access_token, endsAt: Date.now() + (tokens.expires_in_seconds - MARGIN_SECONDS) * 1000 };
  write("yes");
}

/** @param {() => Promise<Response>} ask @returns {Promise<Response>} */
const _alone = async (ask) => (navigator.locks ? await navigator.locks.request("tokens", ask) : ask());

/** @param {string} path @param {object} body */
async function _ask(path, body) {
  const headers = { "Content-Type": "application/json", "Accept-Language": language };
  const answer = await answerTo(path, { method: "POST", headers, body: JSON.stringify(body) });
  setBy(answer);
  return answer;
}

const read = () => (typeof localStorage === "undefined" ? null : localStorage.getItem(MARK));

/** @param {string | null} mark */
function write(mark) {
  if (mark) localStorage.setItem(MARK, mark);
  else localStorage.removeItem(MARK);
}

/** Who signs out in one tab signs out in all. */
export function followOtherTabs() {
  window.addEventListener("storage", (changed) => {
    if (changed.key === MARK && changed.newValue === null && (access || renewing)) forget();
  });
}
