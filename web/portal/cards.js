/** An offering as lists show it: what, whose, where, how much. */
import texts from "#texts/catalogue";

import { money } from "../shared/format.js";
import { html } from "../shared/html.js";
import { link } from "../shared/router.js";
import { reader, word } from "../shared/texts.js";
import { Badge, inItalian } from "../shared/ui.js";

/** @typedef {import("../../build/pages/api").components["schemas"]["OfferingView"]} Offering */

const t = reader(texts);

/** @param {{offerings: Offering[], level?: "h2" | "h3", whose?: boolean}} props */
export const Cards = ({ offerings, level = "h2", whose = true }) =>
  html`<ul class="cards">
    ${offerings.map(
      (offering) => html`<li key=${offering.id} tabindex="-1">
        <article class="box">
          <${level}><a href=${link(`/offerte/${offering.id}`)} lang=${inItalian}>${offering.title}</a><//>
          <p>${whose && `${offering.provider_name} · `}<span lang=${inItalian}>${offering.place}</span></p>
          <p><${Price} of=${offering} /></p>
          <p class="badges">
            <${Badge} kind="primary">${word("category", offering.category)}<//>
            ${offering.accepts_vouchers && html` <${Badge} kind="success">${t("voucher_badge")}<//>`}
          </p>
        </article>
      </li>`,
    )}
  </ul>`;

/** What it costs and for what. @param {{of: {price_cents: number, price_unit: string}}} props */
export const Price = ({ of }) =>
  html`<span class="price">${money(of.price_cents)}</span>${of.price_cents > 0 && ` ${word("unit", of.price_unit)}`}`;
