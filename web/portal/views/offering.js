/** One offering: what it is, whose, what it costs, what the place is like, and when there are places. */
import texts from "#texts/offering";
import titles from "#texts/titles";

import { get } from "../../shared/api.js";
import { today } from "../../shared/clock.js";
import { money, shortDayOf } from "../../shared/format.js";
import { html } from "../../shared/html.js";
import { Loaded, useLoad } from "../../shared/load.js";
import { link } from "../../shared/router.js";
import { language, reader, word } from "../../shared/texts.js";
import { Badge, Facts, Heading, inItalian, useTitle } from "../../shared/ui.js";
import { Price } from "../cards.js";
import { OfferingDates } from "../offering/dates.js";
import { Premises } from "../offering/premises.js";

/** @typedef {import("../cards.js").Offering} Offering */
/** @typedef {import("../../../build/pages/api").components["schemas"]["PriceListView"]} PriceList */

const t = reader(texts);

/** @param {{params: Record<string, string>}} props */
export default function OfferingPage({ params }) {
  const load = useLoad((signal) => get(`/v1/offerings/${params.id}`, { signal, anonymous: true }), [params.id]);
  useTitle(load.value?.title);
  return html`<nav class="back" aria-label=${t("path")}><a href=${link("/catalogo")}>← ${titles.catalogue}</a></nav>
    ${load.value === undefined && html`<${Heading}>${titles.offering}<//>`}
    <${Loaded} of=${load}>${(/** @type {Offering} */ offering) => html`<${Told} offering=${offering} />`}<//>`;
}

/** @param {{offering: Offering}} props */
const Told = ({ offering }) =>
  html`<${Heading}><span lang=${inItalian}>${offering.title}</span><//>
    <p class="badges">
      <${Badge} kind="primary">${word("category", offering.category)}<//>
      ${" "}<${Badge} kind=${offering.accepts_vouchers ? "success" : "secondary"}>${t(offering.accepts_vouchers ? "vouchers" : "no_vouchers")}<//>
    </p>
    <p class="lead" lang=${inItalian}>${offering.description}</p>
    <${Photos} photos=${offering.photos} />
    <${Facts}
      of=${[
        [t("price"), html`<${Price} of=${offering} /><${PriceToCome} offering=${offering} />`],
        [t("provider"), html`<a href=${link(`/cooperative/${offering.provider_id}`)}>${offering.provider_name}</a>`],
        [t("audience"), word("audience", offering.audience)],
        [t("place"), html`<span lang=${inItalian}>${offering.place}</span>`],
        [t("scope"), t(`scope.${offering.scope}`)],
      ]}
    />
    ${offering.municipality_code && html`<${Premises} premises=${offering.premises} />`}
    <${OfferingDates} offering=${offering} />
    <aside class="box talk">
      <h2>${t("help")}</h2>
      <p>${t("help_more")} <a href=${link("/social-point")}>${t("help_desks")}</a></p>
    </aside>`;

/** A price that is published and not in force yet. @param {{offering: Offering}} props */
function PriceToCome({ offering }) {
  const load = useLoad(async (signal) => _toCome((await get(`/v1/offerings/${offering.id}/price-lists`, { signal, anonymous: true })).items), [offering.id]);
  return load.value?.map(
    (/** @type {PriceList} */ version) =>
      html`<span class="price-to-come">${t("price_to_come", { day: shortDayOf(version.from_on ?? ""), price: money(version.price_cents) })}</span>`,
  );
}

/** @param {PriceList[]} versions the latest first */
const _toCome = (versions) => versions.filter(({ replaced, from_on }) => !replaced && from_on && from_on > today()).reverse();

/** @param {{photos: Offering["photos"]}} props */
const Photos = ({ photos }) =>
  photos.length > 0 &&
  html`<ul class="photos">
    ${photos.map((photo) => {
      const ours = language === "en" && photo.alt_en !== null;
      return html`<li key=${photo.id}><img src=${photo.path} alt=${ours ? photo.alt_en : photo.alt_it} lang=${ours ? undefined : inItalian}
        width=${photo.width} height=${photo.height} loading="lazy" /></li>`;
    })}
  </ul>`;
