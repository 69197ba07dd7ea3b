/** What the platform knows of oneself, how one wants to be reminded, who looked, and for whom one acts. */
import { useState } from "preact/hooks";

import texts from "#texts/profile";
import titles from "#texts/titles";

import { get } from "../../shared/api.js";
import { shortDayOf } from "../../shared/format.js";
import { html } from "../../shared/html.js";
import { Loaded, useLoad } from "../../shared/load.js";
import { inOtherLanguage, link } from "../../shared/router.js";
import { otherLanguage, reader, word } from "../../shared/texts.js";
import { Facts, Heading } from "../../shared/ui.js";
import { peopleOf } from "../people.js";
import { Accesses } from "../profile/accesses.js";
import { Reminders } from "../profile/reminders.js";

/** @typedef {import("../people.js").Person} Person */

const t = reader(texts);

/** @param {{account: import("../../shared/account.js").Account}} props */
export default function Profile({ account }) {
  const load = useLoad((signal) => Promise.all([get(`/v1/people/${account.id}`, { signal }), peopleOf(account, signal)]), []);
  return html`<${Heading} lead=${t("lead")}>${titles.profile}<//>
    <${Loaded} of=${load}>${(/** @type {[Person, Awaited<ReturnType<typeof peopleOf>>]} */ [own, people]) => html`
      <${Own} person=${own} />
      <${RemindersOf} people=${people} />
      <${Represented} people=${people.slice(1)} delegated=${own.delegate_id !== null} />
      <${Language} />
      <${Accesses} person=${own} />
      <h2>${t("leave")}</h2>
      <p>${t("leave_how")} <a href=${link("/privacy")}>${t("to_privacy")}</a></p>
    `}<//>`;
}

/** @param {{person: Person}} props */
const Own = ({ person }) =>
  html`<h2>${t("own")}</h2>
    <${Facts} of=${_facts(person)} />
    <p>${t("wrong")} <a href=${link("/social-point")}>${t("to_desks")}</a></p>
    <p>${t("password")} <a href=${link("/recupero")}>${t("to_recovery")}</a></p>`;

/** @param {{people: import("../people.js").Someone[]}} props oneself first */
function RemindersOf({ people }) {
  const [whose, setWhose] = useState(0);
  return html`<h2>${t("reminders")}</h2>
    <p>${t("reminders_what")}</p>
    ${people.length > 1 &&
    html`<div class="field">
      <label for="whose">${t("whose")}</label>
      <select id="whose" class="form-control form-select" onChange=${(/** @type {any} */ event) => setWhose(Number(event.currentTarget.value))}>
        ${people.map((person, at) => html`<option value=${at} selected=${at === whose}>${at ? person.given_name : t("mine")}</option>`)}
      </select>
    </div>`}
    <${Reminders} key=${people[whose].id} person=${people[whose]} />`;
}

/** @param {{people: Person[], delegated: boolean}} props */
const Represented = ({ people, delegated }) =>
  html`<h2>${t("represented")}</h2>
    ${people.length === 0 && html`<p class="nothing">${t("represented_none")}</p>`}
    ${people.map(
      (person) => html`<section key=${person.id} class="box">
        <h3>${person.given_name} ${person.family_name}</h3>
        <${Facts} of=${_facts(person).slice(1)} />
      </section>`,
    )}
    ${delegated && html`<p>${t("delegated")}</p>`}
    <p>${t("delegation_how")} <a href=${link("/social-point")}>${t("to_desks")}</a></p>`;

const Language = () =>
  html`<h2>${t("language")}</h2>
    <p>${t("language_pages")} <a href=${inOtherLanguage()} lang=${otherLanguage} hreflang=${otherLanguage}>${t("language_other")}</a></p>`;

/** @param {Person} person @returns {[string, string | null][]} */
const _facts = (person) => [
  [t("name"), `${person.given_name} ${person.family_name}`],
  [t("born"), shortDayOf(person.born_on)],
  [t("municipality"), word("municipality", person.municipality_code)],
  [t("email"), person.email],
];
