/** One cooperative: what it may do and until when, where it is paid, and whose bookings a suspension would touch. */
import { all, get, post, whole } from "../../../shared/api.js";
import { today } from "../../../shared/clock.js";
import { Field, Select } from "../../../shared/fields.js";
import { Form, Submit, useForm } from "../../../shared/form.js";
import { daysAfter, shortDayOf, whenOf } from "../../../shared/format.js";
import { html } from "../../../shared/html.js";
import { List } from "../../../shared/list.js";
import { Loaded, useLoad } from "../../../shared/load.js";
import { link } from "../../../shared/router.js";
import { word as common } from "../../../shared/texts.js";
import { Facts, Heading, inItalian, useTitle } from "../../../shared/ui.js";
import { useSaid } from "../../parts/said.js";
import { CATEGORIES } from "../../territory.js";
import { StateBadge, t, word } from "../head.js";

/** @typedef {import("../head.js").Schemas["AccreditationView"]} Accreditation */
/** @typedef {import("../head.js").Schemas["UndeliverableView"]} Undeliverable */

/** @param {{params: {id: string}}} props */
export default function ProviderPage({ params }) {
  const path = `/v1/providers/${params.id}`;
  const load = useLoad(async (signal) => {
    const [provider, accreditations, affected] = await Promise.all([get(path, { signal }), whole(`${path}/accreditations`, { signal }), all(`${path}/affected-bookings`, { signal })]);
    return { provider, accreditations: accreditations.items, affected: affected.items };
  }, [path]);
  return html`<${Loaded} of=${load}>${(/** @type {any} */ known) => html`<${Page} ...${known} path=${path} again=${load.again} />`}<//>`;
}

/** @param {{provider: import("../head.js").Schemas["ProviderView"], accreditations: Accreditation[], affected: Undeliverable[], path: string, again: () => void}} props */
function Page({ provider, accreditations, affected, path, again }) {
  const { said, say } = useSaid();
  useTitle(provider.name);
  /** @param {"accredited" | "bank_kept"} what */
  const done = (what) => {
    say(t(what));
    again();
  };
  return html`<${Heading}>${provider.name}<//>
    <p><a href=${link("/desk/cooperative")}>${t("to_providers")}</a></p>
    ${said}
    <p lang=${inItalian}>${provider.description}</p>
    <${Facts} of=${[[t("network"), word("network", provider.network)], [t("address"), provider.address], [t("email"), provider.email], [t("phone"), provider.phone]]} />
    <h2>${t("accreditations")}</h2>
    <${List} id="accreditamenti" caption=${t("accreditations")} columns=${ACCREDITATIONS} rows=${accreditations} keyOf=${(/** @type {Accreditation} */ one) => one.category} empty=${t("no_accreditations")} />
    <div class="cards">
      <${Accredit} path=${path} before=${accreditations} done=${() => done("accredited")} />
      <${BankAccount} path=${path} done=${() => done("bank_kept")} />
    </div>
    <h2>${t("affected")}</h2>
    <p>${t("affected_lead")}</p>
    <${List} id="toccate" caption=${t("affected")} columns=${AFFECTED} rows=${affected} keyOf=${(/** @type {Undeliverable} */ one) => one.booking.id} empty=${t("no_affected")} order="when.up" />`;
}

/** One form gives, prolongs and suspends: the latest word on an area counts. @param {{path: string, before: Accreditation[], done: () => void}} props */
function Accredit({ path, before, done }) {
  const present = today();
  const form = useForm({
    initial: { category: "", from_on: present, to_on: daysAfter(present, 365), state: "active" },
    send: async (values) => {
      await post(`${path}/accreditations`, values);
      form.reset();
      done();
    },
  });
  const there = before.find((one) => one.category === form.values.category);
  return html`<section class="box" aria-label=${t("accredit")}>
    <h3>${t("accredit")}</h3>
    <${Form} of=${form} label=${t("accredit")}>
      <${Select} name="category" label=${t("category")} required empty=${t("choose")} options=${CATEGORIES.map((one) => [one, common("category", one)])} />
      ${there && html`<p>${t("accredited_now", { state: word("accreditation", there.state), from: shortDayOf(there.from_on), to: shortDayOf(there.to_on) })}</p>`}
      <${Field} name="from_on" type="date" label=${t("from_day")} required />
      <${Field} name="to_on" type="date" label=${t("to_day")} min=${form.values.from_on} required />
      <${Select} name="state" label=${t("state")} required options=${[["active", word("accreditation", "active")], ["suspended", word("accreditation", "suspended")]]} />
      <${Submit}>${t("save")}<//>
    <//>
  </section>`;
}

/** Where it is paid from now on. What was kept before cannot be read here. @param {{path: string, done: () => void}} props */
function BankAccount({ path, done }) {
  const form = useForm({
    initial: { iban: "" },
    send: async ({ iban }, key) => {
      await post(`${path}/bank-accounts`, { iban: iban.trim() }, { key });
      form.reset();
      done();
    },
  });
  return html`<section class="box" aria-label=${t("bank_account")}>
    <h3>${t("bank_account")}</h3>
    <p>${t("bank_lead")}</p>
    <${Form} of=${form} label=${t("bank_account")}>
      <${Field} name="iban" label=${t("iban")} hint=${t("iban_hint")} autocomplete="off" spellcheck=${false} required />
      <${Submit}>${t("save")}<//>
    <//>
  </section>`;
}

/** @type {import("../../../shared/list.js").Column<Accreditation>[]} */
const ACCREDITATIONS = [
  { name: "category", title: t("category"), show: (one) => common("category", one.category) },
  { name: "state", title: t("state"), value: (one) => word("accreditation", one.state), show: (one) => html`<${StateBadge} group="accreditation" state=${one.state} />` },
  { name: "from", title: t("from_day"), value: (one) => one.from_on, show: (one) => shortDayOf(one.from_on) },
  { name: "to", title: t("to_day"), value: (one) => one.to_on, show: (one) => shortDayOf(one.to_on) },
];

/** @param {Undeliverable} one */
const _booking = (one) => one.booking;

/** @type {import("../../../shared/list.js").Column<Undeliverable>[]} */
const AFFECTED = [
  { name: "title", title: t("service"), show: (one) => _booking(one).title },
  { name: "who", title: t("given_name"), show: (one) => _booking(one).person_given_name },
  { name: "when", title: t("when"), value: (one) => _booking(one).starts_at, show: (one) => whenOf(_booking(one).starts_at, _booking(one).ends_at) },
  { name: "place", title: t("place"), show: (one) => _booking(one).place },
  { name: "why", title: t("why"), show: ({ reasons }) => reasons.map((reason) => reason.detail).join(" ") },
];
