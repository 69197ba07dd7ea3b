/** What a service cost, costs and is going to cost. A price that was in force never changes: a new one begins tomorrow. */
import { useState } from "preact/hooks";

import texts from "#texts/desk-provider-offerings";

import { centsOf } from "../../../shared/amounts.js";
import { get, post } from "../../../shared/api.js";
import { today } from "../../../shared/clock.js";
import { Field } from "../../../shared/fields.js";
import { Form, Submit, useForm } from "../../../shared/form.js";
import { daysAfter, money, shortDayOf } from "../../../shared/format.js";
import { html } from "../../../shared/html.js";
import { Loaded, useLoad } from "../../../shared/load.js";
import { reader, word } from "../../../shared/texts.js";
import { Badge, Notice } from "../../../shared/ui.js";
import { priceFaults } from "./price.js";

/** @typedef {import("../../../../build/pages/api").components["schemas"]["OfferingView"]} Offering */
/** @typedef {import("../../../../build/pages/api").components["schemas"]["PriceListView"]} Price */

const t = reader(texts);

/** @param {{offering: Offering}} props */
export function Prices({ offering }) {
  const address = `/v1/offerings/${offering.id}/price-lists`;
  const [now, setNow] = useState(/** @type {Price[] | null} */ (null)); // the catalogue follows some seconds later
  const load = useLoad((signal) => get(address, { signal, fresh: true }), [address]);
  return html`<section aria-labelledby="prices">
    <h2 id="prices">${t("prices")}</h2>
    <${Loaded} of=${load}>
      ${(/** @type {{items: Price[]}} */ { items }) => html`
        <ul class="plain-list lines">
          ${(now ?? items).map((price) => html`<li key=${price.version}><${Version} price=${price} unit=${offering.price_unit} /></li>`)}
        </ul>
        <details>
          <summary>${t("new_price")}</summary>
          <${NewPrice} address=${address} unit=${offering.price_unit} done=${setNow} />
        </details>
      `}
    <//>
  </section>`;
}

/** @param {{price: Price, unit: string}} props */
function Version({ price, unit }) {
  const present = today();
  const [kind, name] = price.replaced
    ? ["secondary", "price_replaced"]
    : price.from_on && price.from_on > present
      ? ["warning", "price_to_come"]
      : !price.to_on || price.to_on >= present
        ? ["success", "price_now"]
        : ["secondary", "price_past"];
  return html`<strong>${money(price.price_cents)}</strong> ${price.price_cents > 0 && word("unit", unit)}${" "}
    <${Badge} kind=${kind}>${t(/** @type {any} */ (name))}<//>${" "}
    ${price.from_on && t("from_on", { day: shortDayOf(price.from_on) })} ${price.to_on && t("to_on", { day: shortDayOf(price.to_on) })}`;
}

/** @param {{address: string, unit: string, done: (prices: Price[]) => void}} props */
function NewPrice({ address, unit, done }) {
  const tomorrow = daysAfter(today(), 1);
  const [added, setAdded] = useState(0);
  const form = useForm({
    initial: { price: "", from_on: tomorrow },
    check: priceFaults,
    send: async ({ price, from_on }, key) => {
      const { price_lists } = await post(address, { price_cents: centsOf(price), from_on }, { key });
      form.reset();
      setAdded(added + 1);
      done(price_lists);
    },
  });
  return html`<${Form} of=${form}>
    ${added > 0 && !form.problem && html`<${Notice} kind="success" focus=${true} key=${added}>${t("price_added")}<//>`}
    <p>${t("new_price_means")}</p>
    <${Field} name="price" label=${t("price_of", { unit: word("unit", unit) })} hint=${t("price_hint")} inputmode="decimal" required />
    <${Field} name="from_on" type="date" label=${t("price_from")} min=${tomorrow} required />
    <${Submit}>${t("add_price")}<//>
  <//>`;
}
