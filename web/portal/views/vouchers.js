/** One's vouchers, and those of the people one acts for: what is left, and until when. */
import texts from "#texts/vouchers";
import titles from "#texts/titles";

import { all } from "../../shared/api.js";
import { amount } from "../../shared/format.js";
import { html } from "../../shared/html.js";
import { Loaded, useLoad } from "../../shared/load.js";
import { link } from "../../shared/router.js";
import { reader } from "../../shared/texts.js";
import { Badge, Facts, Heading, inItalian } from "../../shared/ui.js";
import { peopleOf } from "../people.js";
import { endsSoon, Left, State, untilWhen } from "../vouchers/balance.js";

/** @typedef {import("../vouchers/balance.js").Balance} Balance */
/** @typedef {import("../people.js").Someone} Someone */
/** @typedef {{person: Someone, balances: Balance[]}} Holder */

const t = reader(texts);

/** @param {{account: import("../../shared/account.js").Account}} props */
export default function Vouchers({ account }) {
  const load = useLoad(async (signal) => {
    const people = await peopleOf(account, signal);
    return Promise.all(people.map(async (person) => ({ person, balances: await _ofPerson(person.id, signal) })));
  }, []);
  return html`<${Heading} lead=${t("lead")}>${titles.vouchers}<//>
    <${Loaded} of=${load}>${(/** @type {Holder[]} */ holders) =>
      holders.map((holder) => html`<${Section} key=${holder.person.id} holder=${holder} own=${holder.person.id === account.id} />`)}<//>
    <p>${t("ask_more")} <a href=${link("/social-point")}>${t("to_desks")}</a></p>`;
}

/** @param {{holder: Holder, own: boolean}} props */
const Section = ({ holder: { person, balances }, own }) =>
  html`<section>
    <h2>${own ? t("own") : t("of", { name: person.given_name })}</h2>
    ${balances.length === 0 && html`<p class="nothing">${own ? t("none") : t("none_of", { name: person.given_name })}</p>`}
    <ul class="cards">
      ${balances.map((balance) => html`<li key=${balance.voucher.id}><${Card} balance=${balance} /></li>`)}
    </ul>
  </section>`;

/** @param {{balance: Balance}} props */
const Card = ({ balance }) =>
  html`<article class="box">
    <h3><a href=${link(`/buoni/${balance.voucher.id}`)} lang=${inItalian}>${balance.voucher.programme_title}</a></h3>
    <p><${State} of=${balance} /> ${endsSoon(balance) && html`<${Badge} kind="warning">${t("ends_soon")}<//>`}</p>
    <${Left} of=${balance} />
    <${Facts} of=${[
      [t("until"), untilWhen(balance)],
      [t("held"), balance.account.held ? amount(balance.account.held, balance.voucher.unit) : ""],
    ]} />
  </article>`;

/** @param {string} personId @param {AbortSignal} signal @returns {Promise<Balance[]>} */
const _ofPerson = async (personId, signal) => (await all(`/v1/people/${personId}/vouchers`, { signal })).items;
