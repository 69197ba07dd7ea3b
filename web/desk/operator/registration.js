/** What is written down of a person: the tax code first, which fills in when and where they were born. */
import { useEffect, useRef } from "preact/hooks";

import texts from "#texts/desk-operator";

import { post } from "../../shared/api.js";
import { shortDayOf } from "../../shared/format.js";
import { Choice, Field, Select } from "../../shared/fields.js";
import { Form, Submit, useForm, useLeaveGuard } from "../../shared/form.js";
import { html } from "../../shared/html.js";
import { reader, word } from "../../shared/texts.js";
import { MUNICIPALITIES } from "../territory.js";
import { CodeField, faultsOf, reading } from "./code-field.js";
import { findFor } from "./search.js";

const t = reader(texts);
const EMPTY = {
  tax_code: "", born_on: "", given_name: "", family_name: "", municipality_code: "", email: "", phone: "", delegate_code: "", language: "it",
};
const PLACES = {
  tax_code_invalid: "tax_code", tax_code_mismatch: "tax_code", person_already_registered: "tax_code", born_in_future: "tax_code",
  not_resident: "municipality_code", contact_missing: "email", email_invalid: "email", email_in_use: "email", phone_invalid: "phone",
  delegate_not_adult: "delegate_code",
};

/**
 * @param {{municipalityCode: string, code: string, ready: boolean, done: (person: import("./served.js").Person) => void}} props
 *   municipalityCode: where most live who come here; ready: the operator goes on with the next person, whose code comes now
 */
export function Registration({ municipalityCode, code, ready, done }) {
  const initial = { ...EMPTY, tax_code: code, municipality_code: municipalityCode };
  const form = useForm({ initial, check: _check, places: PLACES, send: async (values, key) => done(await _send(values, key)) });
  const { bornOn } = reading(form.values.tax_code);
  const shown = { ...form, values: { ...form.values, born_on: _bornOn(form.values) } };
  const place = useRef(/** @type {HTMLDivElement | null} */ (null));
  useLeaveGuard(form.values.given_name !== "");
  useEffect(() => {
    if (!ready && !code) return undefined;
    // After the arrival at the page, which goes to its heading: who registers goes on typing.
    const turn = setTimeout(() => /** @type {HTMLElement | null | undefined} */ (place.current?.querySelector(`[name=${code ? "given_name" : "tax_code"}]`))?.focus());
    return () => clearTimeout(turn);
  }, []);

  return html`<div ref=${place}>
    <${Form} of=${shown}>
      <${CodeField} name="tax_code" label=${t("tax_code")} hint=${t("tax_code_hint")} value=${form.values.tax_code} told required />
      ${bornOn.length > 1 &&
      html`<${Choice} name="born_on" label=${t("which_century")} inline required options=${bornOn.map((day) => [day, shortDayOf(day)])} />`}
      <div class="fields">
        <${Field} name="given_name" label=${t("given_name")} maxlength="80" autocomplete="off" required />
        <${Field} name="family_name" label=${t("family_name")} maxlength="80" autocomplete="off" required />
        <${Select} name="municipality_code" label=${t("municipality")} required options=${MUNICIPALITIES.map((one) => [one, word("municipality", one)])} empty=${t("choose")} />
        <${Select} name="language" label=${t("language")} required options=${[["it", t("language.it")], ["en", t("language.en")]]} />
        <${Field} name="email" type="email" label=${t("email")} hint=${t("email_hint")} maxlength="254" autocomplete="off" />
        <${Field} name="phone" type="tel" label=${t("phone")} maxlength="20" autocomplete="off" />
      </div>
      <${CodeField} name="delegate_code" label=${t("delegate_code")} hint=${t("delegate_hint")} value=${form.values.delegate_code} />
      <div class="buttons"><${Submit}>${t("register_now")}<//></div>
    <//>
  </div>`;
}

/** The day that was chosen of those that the code can mean, or the latest of them. @param {Record<string, string>} values */
function _bornOn({ tax_code, born_on }) {
  const { bornOn } = reading(tax_code);
  return bornOn.includes(born_on) ? born_on : bornOn[0];
}

/** @param {Record<string, string>} values */
function _check({ tax_code, email, delegate_code }) {
  const found = { ...faultsOf("tax_code", tax_code), ...faultsOf("delegate_code", delegate_code) };
  if (!email.trim() && !delegate_code.trim()) found.email = t("contact_missing");
  return found;
}

/** @param {Record<string, string>} values @param {string} key */
async function _send(values, key) {
  const { code, birthPlace } = reading(values.tax_code);
  const delegate = values.delegate_code.trim()
    ? await findFor("delegate_code", reading(values.delegate_code).code, t("purpose.delegate"))
    : null;
  return post("/v1/people", {
    tax_code: code,
    given_name: values.given_name.trim(),
    family_name: values.family_name.trim(),
    born_on: _bornOn(values),
    birth_place_code: birthPlace,
    municipality_code: values.municipality_code,
    language: values.language,
    email: values.email.trim() || null,
    phone: values.phone.trim() || null,
    delegate_id: delegate?.id ?? null,
  }, { key });
}
