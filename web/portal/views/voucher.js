/** One voucher: what is left, what can be done with it, every movement, and the statement to keep. */
import texts from "#texts/vouchers";

import { all, get, whole } from "../../shared/api.js";
import { amount, dayOf } from "../../shared/format.js";
import { html } from "../../shared/html.js";
import { Loaded, useLoad } from "../../shared/load.js";
import { link } from "../../shared/router.js";
import { reader, word } from "../../shared/texts.js";
import { Facts, Heading, inItalian, Notice, useTitle } from "../../shared/ui.js";
import { peopleOf } from "../people.js";
import { endsSoon, Left, State, untilWhen } from "../vouchers/balance.js";
import { Changes } from "../vouchers/changes.js";
import { Movements } from "../vouchers/movements.js";
import { StatementFiles } from "../vouchers/statement-files.js";

/** @typedef {import("../vouchers/balance.js").Balance} Balance */
/** @typedef {import("../../../build/pages/api").components["schemas"]["ServiceView"]} Service */

const t = reader(texts);

/** @param {{params: {id: string}, account: import("../../shared/account.js").Account}} props */
export default function Voucher({ params: { id }, account }) {
  const path = `/v1/vouchers/${id}`;
  const load = useLoad(async (signal) => {
    const [balance, lines, changes, people] = await Promise.all([
      get(path, { signal }),
      all(`${path}/statement`, { signal }),
      all(`${path}/changes`, { signal }),
      peopleOf(account, signal),
    ]);
    const { service_ids } = balance.voucher.rules;
    const services = service_ids.length ? await whole("/v1/services", { signal, anonymous: true }) : { items: [] };
    const covered = services.items.filter((service) => service_ids.includes(service.id));
    const holder = people.find((person) => person.id === balance.voucher.person_id);
    return { balance, lines, covered, changes: changes.items, holder: holder?.id === account.id ? t("you") : holder?.given_name };
  }, []);
  useTitle(load.value?.balance.voucher.programme_title);
  const title = load.value?.balance.voucher.programme_title;
  return html`<p><a href=${link("/buoni")}>${t("back")}</a></p>
    <${Heading}><span lang=${title && inItalian}>${title ?? t("voucher")}</span><//>
    <${Loaded} of=${load}>${(/** @type {any} */ { balance, lines, covered, changes, holder }) => html`
      <${Summary} balance=${balance} holder=${holder} />
      <${Uses} balance=${balance} covered=${covered} />
      <h2>${t("movements")}</h2>
      <${Movements} lines=${lines.items} more=${lines.more} unit=${balance.voucher.unit} />
      <${StatementFiles} path=${path} />
      <${Changes} of=${changes} />
    `}<//>`;
}

/** @param {{balance: Balance, holder: string}} props */
function Summary({ balance, holder }) {
  const { voucher, account } = balance;
  /** @param {number} units */
  const some = (units) => (units ? amount(units, voucher.unit) : "");
  return html`<p><${State} of=${balance} /></p>
    <${Left} of=${balance} />
    <${Facts} of=${[
      [t("for_whom"), holder],
      [t("until"), untilWhen(balance)],
      [t("held"), some(account.held)],
      [t("captured"), some(account.captured)],
      [t("lapsed"), some(account.lapsed)],
      [t("returned"), some(account.returned)],
      [t("transferred"), some(account.transferred)],
    ]} />
    ${voucher.waiting && html`<${Notice} title=${t("waiting")}><p>${t("waiting_how")}</p><//>`}`;
}

/** What is left is of use only until the last day: where to spend it. @param {{balance: Balance, covered: Service[]}} props */
function Uses({ balance, covered }) {
  const { voucher, account } = balance;
  if (voucher.state !== "open" || account.available === 0) return null;
  return html`<h2>${t("uses")}</h2>
    ${endsSoon(balance) &&
    html`<${Notice} kind="warning" title=${t("ends_soon_title", { day: dayOf(voucher.expires_on) })}>
      <p>${t("ends_soon_how", { left: amount(account.available, voucher.unit) })}</p>
    <//>`}
    <p>${t("uses_what")}</p>
    <ul>
      ${covered.map((service) => html`<li key=${service.id}><a href=${_offers(`service_id=${service.id}`)} lang=${inItalian}>${service.title}</a></li>`)}
      ${!covered.length && voucher.rules.categories.map((area) => html`<li key=${area}><a href=${_offers(`category=${area}`)}>${word("category", area)}</a></li>`)}
    </ul>
    <p>${t("uses_how")}</p>`;
}

/** @param {string} wish */
const _offers = (wish) => link(`/catalogo?${wish}&accepts_vouchers=true`);
