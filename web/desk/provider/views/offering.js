/** One service of one's own: what it costs and will cost, its place, its photos, its dates, and its end. */
import { useState } from "preact/hooks";

import texts from "#texts/desk-provider-offerings";
import titles from "#texts/desk-provider";

import { get, post } from "../../../shared/api.js";
import { ActionButton } from "../../../shared/form.js";
import { money } from "../../../shared/format.js";
import { html } from "../../../shared/html.js";
import { Loaded, useLoad } from "../../../shared/load.js";
import { go, link } from "../../../shared/router.js";
import { reader, word } from "../../../shared/texts.js";
import { Dialog, Facts, Heading, inItalian, Notice, useTitle } from "../../../shared/ui.js";
import { HandMade } from "../offerings/hand-made.js";
import { Photos } from "../offerings/photos.js";
import { Premises } from "../offerings/premises.js";
import { Prices } from "../offerings/prices.js";

/** @typedef {import("../../../../build/pages/api").components["schemas"]["OfferingView"]} Offering */

const t = reader(texts);

/** @param {{params: {id: string}, query: URLSearchParams}} props */
export default function OfferingPage({ params, query }) {
  const load = useLoad((signal) => get(`/v1/offerings/${params.id}`, { signal, fresh: true }), [params.id]);
  useTitle(load.value?.title);
  return html`<${Heading}>${load.value ? html`<span lang=${inItalian}>${load.value.title}</span>` : titles.offering}<//>
    ${query.get("nuovo") && html`<${Notice} kind="success" focus=${true} title=${t("published")}>${t("published_next")}<//>`}
    <${Loaded} of=${load}>
      ${(/** @type {Offering} */ offering) => html`
        <${Facts} of=${[
          [t("category"), word("category", offering.category)],
          [t("place"), html`<span lang=${inItalian}>${offering.place}</span>`],
          [t("price"), `${money(offering.price_cents)} ${offering.price_cents ? word("unit", offering.price_unit) : ""}`],
          [t("vouchers"), offering.accepts_vouchers ? t("yes") : t("no")],
        ]} />
        ${offering.description && html`<p class="written" lang=${inItalian}>${offering.description}</p>`}
        <div class="buttons">
          <a class="btn btn-primary" href=${link(`/desk/orari/nuovo/${offering.id}`)}>${titles.new_schedule}</a>
          <a class="btn btn-outline-primary" href=${link(`/desk/orari?servizio=${offering.id}`)}>${t("to_dates")}</a>
          <a class="btn btn-outline-primary" href=${link(`/offerte/${offering.id}`)}>${t("as_shown")}</a>
        </div>
        <${Prices} offering=${offering} />
        <${HandMade} offering=${offering} />
        <${Premises} offering=${offering} />
        <${Photos} offering=${offering} />
        <${Withdrawal} offering=${offering} />
      `}
    <//>`;
}

/** @param {{offering: Offering}} props */
function Withdrawal({ offering }) {
  const [asked, setAsked] = useState(false);
  return html`<section aria-labelledby="withdrawal">
    <h2 id="withdrawal">${t("withdraw")}</h2>
    <p>${t("withdraw_means")}</p>
    <button type="button" class="btn btn-outline-danger" onClick=${() => setAsked(true)}>${t("withdraw_open")}</button>
    ${asked &&
    html`<${Dialog} title=${t("withdraw_sure")} close=${() => setAsked(false)}>
      <p><strong lang=${inItalian}>${offering.title}</strong></p>
      <p>${t("withdraw_means")}</p>
      <${ActionButton} kind="danger" act=${async () => {
        await post(`/v1/offerings/${offering.id}/withdrawal`, {});
        go("/desk/servizi?tolto=1");
      }}>${t("withdraw_do")}<//>
    <//>`}
  </section>`;
}
