/** The own money of one booking: what is due, what came and what went back, each recorded once. */
import texts from "#texts/desk-provider-money";
import titles from "#texts/desk-provider";

import { get } from "../../../shared/api.js";
import { shortDayOf, sum, timeOf, whenOf } from "../../../shared/format.js";
import { html } from "../../../shared/html.js";
import { Loaded, useLoad } from "../../../shared/load.js";
import { link } from "../../../shared/router.js";
import { reader, wordOf } from "../../../shared/texts.js";
import { Facts, Heading, inItalian } from "../../../shared/ui.js";
import { useSaid } from "../../parts/said.js";
import { Charge } from "../money/charge.js";
import { Receipt } from "../money/receipt.js";
import { Refund } from "../money/refund.js";

/** @typedef {import("../../../../build/pages/api").components["schemas"]["OwnMoneyView"]} OwnMoney */

const t = reader(texts);

/** @param {{params: {id: string}, account: {roles: string[]}}} props */
export default function OwnMoneyPage({ params, account }) {
  const { said, say } = useSaid();
  const load = useLoad((signal) => get(`/v1/bookings/${params.id}/own-money`, { signal }), [params.id]);
  /** @param {"received" | "refunded"} what */
  const recorded = (what) => {
    say(t(`done_${what}`));
    load.again();
  };
  return html`<${Heading}>${titles.own_money}<//>
    <p><a href=${link("/desk/soldi")}>${t("back")}</a></p>
    ${said}
    <${Loaded} of=${load}>
      ${(/** @type {OwnMoney} */ money) => html`
        <p><strong>${money.booking.person_given_name}</strong> · <span lang=${inItalian}>${money.booking.title}</span> · ${whenOf(money.booking.starts_at)}</p>
        <${Facts} of=${[
          [t("due"), sum(money.due_cents)],
          [t("to_pay"), sum(money.to_pay_cents)],
          [t("to_refund"), sum(money.to_refund_cents)],
        ]} />
        <${Charge} id=${money.booking.id} of=${money.booking} account=${account} done=${load.again} />
        <${Entries} money=${money} />
        <${Receipt} key=${`in-${_turn(money)}`} money=${money} done=${() => recorded("received")} />
        <${Refund} key=${`out-${_turn(money)}`} money=${money} done=${() => recorded("refunded")} />
      `}
    <//>`;
}

/** What the forms propose is of this: they begin anew when it changes. @param {OwnMoney} money */
const _turn = (money) => `${money.due_cents}-${money.account.entries.length}`;

/** @param {{money: OwnMoney}} props */
const Entries = ({ money: { account } }) =>
  html`<h2>${t("entries")}</h2>
    ${account.entries.length
      ? html`<ul class="lines">
          ${account.entries.map(
            (entry) => html`<li key=${entry.id}>
              ${shortDayOf(entry.at)}, ${timeOf(entry.at)}: ${wordOf(texts, "entry", entry.kind)} <strong>${sum(entry.amount_cents)}</strong>, ${wordOf(texts, "way", entry.way)}
              ${entry.reference && ` · ${t("reference")}: ${entry.reference}`}
            </li>`,
          )}
        </ul>`
      : html`<p class="nothing">${t("no_entries")}</p>`}`;
