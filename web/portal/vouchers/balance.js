/** What is left of a voucher and until when, as a picture and in words. */
import texts from "#texts/vouchers";

import { today } from "../../shared/clock.js";
import { amount, shortDayOf } from "../../shared/format.js";
import { html } from "../../shared/html.js";
import { reader, wordOf } from "../../shared/texts.js";
import { Badge, Gauge } from "../../shared/ui.js";

/** @typedef {import("../../../build/pages/api").components["schemas"]["BalanceView"]} Balance */

const t = reader(texts);
const SOON_DAYS = 42; // when the first warning goes out by mail (vouchers/warn.py, PLAN_DAYS)
const DAY_MS = 24 * 60 * 60 * 1000;
const KINDS = { open: "success", proposed: "primary", suspended: "warning", expired: "secondary", revoked: "danger", transferred: "secondary" };

/** Whether there is something left that will soon be lost. @param {Balance} balance */
export const endsSoon = ({ voucher, account }) => voucher.state === "open" && account.available > 0 && _daysLeft(voucher.expires_on) <= SOON_DAYS;

/** @param {{of: Balance}} props */
export const Left = ({ of: { voucher, account } }) =>
  html`<${Gauge} left=${account.available} whole=${voucher.granted}
    label=${t("left", { left: amount(account.available, voucher.unit), whole: amount(voucher.granted, voucher.unit) })} />`;

/** @param {{of: Balance}} props */
export const State = ({ of: { voucher } }) => html`<${Badge} kind=${KINDS[voucher.state]}>${wordOf(texts, "state", voucher.state)}<//>`;

/** "fino al 25 nov 2027, ancora 364 giorni". @param {Balance} balance */
export function untilWhen({ voucher }) {
  const day = shortDayOf(voucher.expires_on);
  const days = _daysLeft(voucher.expires_on);
  if (voucher.state !== "open" || days < 0) return day;
  return `${day} (${days === 0 ? t("last_day") : t("days_left", { count: days })})`;
}

/** @param {string} isoDate */
const _daysLeft = (isoDate) => Math.round((Date.parse(isoDate) - Date.parse(today())) / DAY_MS);
