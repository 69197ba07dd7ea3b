/** Coming back from the page at which one pays online: the money may have arrived, or still be on its way. */
import texts from "#texts/bookings";

import { get } from "../../shared/api.js";
import { html } from "../../shared/html.js";
import { usePolling } from "../../shared/poll.js";
import { reader } from "../../shared/texts.js";
import { Notice } from "../../shared/ui.js";

const t = reader(texts);
const SENT = "inviato", STOPPED = "annullato"; // what the address says; the platform knows whether it is so

/** @typedef {import("./stage.js").Schemas["OwnMoneyView"]} OwnMoney */

/** Whether money is on its way: nobody should pay again. @param {OwnMoney} own @param {string | null} came */
export const isAwaited = ({ account: { open_checkout: open } }, came) => open?.state === "pending" || Boolean(open && came === SENT);

/** @param {{own: OwnMoney, came: string | null, awaited: boolean, again: () => void}} props */
export function Returned({ own, came, awaited, again }) {
  usePolling(awaited && came === SENT, async () => {
    const { account } = await get(`/v1/bookings/${own.booking.id}/own-money`).catch(() => own);
    if (account.open_checkout?.state !== own.account.open_checkout?.state) again();
  });
  if (own.account.open_checkout?.state === "pending") return html`<${Notice} title=${t("pay_pending")}>${t("pay_pending_means")}<//>`;
  if (awaited) return html`<${Notice} title=${t("pay_sent")}>${t("pay_sent_means")}<//>`;
  if (came === SENT && !own.to_pay_cents) return html`<${Notice} kind="success" title=${t("pay_arrived")} />`;
  if (came === STOPPED && own.to_pay_cents) return html`<${Notice} title=${t("pay_stopped")}>${t("pay_stopped_means")}<//>`;
  return null;
}
