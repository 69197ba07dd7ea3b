/** What somebody may wish of what is offered. */
import texts from "#texts/catalogue";
import premises from "#texts/premises";

import { money } from "../../shared/format.js";
import { html } from "../../shared/html.js";
import { reader, word, wordOf } from "../../shared/texts.js";
import { Disclosure } from "../disclosure.js";
import { MunicipalityMap } from "./map.js";

const t = reader(texts);

export const CATEGORIES = ["child_care", "silver_care", "family_care", "you_care", "house_pet_care", "social_point"];
export const MUNICIPALITIES = ["C273", "C300", "E104", "E665", "L319", "L703", "L733", "L734"];
export const PREMISES = ["step_free_entrance", "accessible_toilet", "reserved_parking", "lift", "hearing_loop", "tactile_guides"];
const AUDIENCES = ["children", "families", "elderly", "disabled"];
const PRICES = [0, 1000, 2500, 5000, 10000];
const SCOPES = ["local", "national"];
const RARE = ["audience", "price_max_cents", "accessible", "scope"];

/** @typedef {{wanted: Record<string, string>, want: (name: string, value: string) => void}} Wishes */

/** @param {Wishes} props */
export function Filters({ wanted, want }) {
  return html`<div role="search" aria-label=${t("filters")}>
    <div class="fields">
      <div class="field">
        <label for="text">${t("text")}</label>
        <input id="text" type="search" class="form-control" maxlength="200" value=${wanted.text}
          onInput=${(/** @type {any} */ event) => want("text", event.currentTarget.value)} />
      </div>
      <${Wish} name="category" label=${t("category")} options=${words("category", CATEGORIES)} ...${{ wanted, want }} />
      <${Wish} name="municipality_code" label=${t("municipality")} options=${words("municipality", MUNICIPALITIES)} ...${{ wanted, want }} />
    </div>
    <div class="field field-check">
      <input id="accepts_vouchers" type="checkbox" checked=${wanted.accepts_vouchers === "true"}
        onChange=${(/** @type {any} */ event) => want("accepts_vouchers", event.currentTarget.checked ? "true" : "")} />
      <label for="accepts_vouchers">${t("accepts_vouchers")}</label>
    </div>
    <div class="disclosures">
      <${Disclosure} label=${t("more_filters")} open=${RARE.some((name) => wanted[name])}>
        <div class="fields">
          <${Wish} name="audience" label=${t("audience")} options=${words("audience", AUDIENCES)} ...${{ wanted, want }} />
          <${Wish} name="price_max_cents" label=${t("price_max")} options=${PRICES.map((cents) => [String(cents), _upTo(cents)])} ...${{ wanted, want }} />
          <${Wish} name="accessible" label=${t("accessible")} hint=${t("accessible_hint")}
            options=${PREMISES.map((name) => [name, wordOf(premises, "has", name)])} ...${{ wanted, want }} />
          <${Wish} name="scope" label=${t("scope")} options=${SCOPES.map((name) => [name, wordOf(texts, "scope", name)])} ...${{ wanted, want }} />
        </div>
      <//>
      <${Disclosure} label=${t("map_open")}>
        <${MunicipalityMap} chosen=${wanted.municipality_code} choose=${(/** @type {string} */ code) => want("municipality_code", code)} />
      <//>
    </div>
  </div>`;
}

/** One wish out of a list, or none. @param {Wishes & {name: string, label: string, hint?: string, options: [string, string][]}} props */
export const Wish = ({ name, label, hint, options, wanted, want }) =>
  html`<div class="field">
    <label for=${name}>${label}</label>
    <select id=${name} class="form-control form-select" value=${wanted[name]} aria-describedby=${hint && `${name}-hint`}
      onChange=${(/** @type {any} */ event) => want(name, event.currentTarget.value)}>
      <option value="">${t("any")}</option>
      ${options.map(([value, text]) => html`<option value=${value}>${text}</option>`)}
    </select>
    ${hint && html`<p class="hint" id=${`${name}-hint`}>${hint}</p>`}
  </div>`;

/** @param {string} group @param {string[]} values @returns {[string, string][]} */
export const words = (group, values) => values.map((value) => [value, word(group, value)]);

/** @param {number} cents */
const _upTo = (cents) => (cents ? t("up_to", { price: money(cents) }) : money(0));
