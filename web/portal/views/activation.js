/** The page of the link in an invitation: whoever holds it chooses a password, once. */
import { useEffect, useState } from "preact/hooks";

import texts from "#texts/access";
import titles from "#texts/titles";

import { post } from "../../shared/api.js";
import { Check, Field } from "../../shared/fields.js";
import { Form, Submit, useForm } from "../../shared/form.js";
import { html } from "../../shared/html.js";
import { asProblem } from "../../shared/problem.js";
import { inOtherLanguage, link } from "../../shared/router.js";
import { otherLanguage, reader } from "../../shared/texts.js";
import { Heading, Loading, Notice, ProblemNotice } from "../../shared/ui.js";

const t = reader(texts);
const LENGTH_MIN = 12; // access/model.py, PASSWORD_LENGTH_MIN
const GONE = 410;

/** @typedef {{id: string, token: string}} Invitation */

export default function Activation() {
  const [invitation, setInvitation] = useState(/** @type {Invitation | null | undefined} */ (undefined));
  const [ended, setEnded] = useState(/** @type {import("../../shared/problem.js").Problem | null} */ (null));
  const [chosen, setChosen] = useState(false);
  useEffect(() => {
    const take = () => {
      const found = _fromAddress();
      setInvitation((before) => found ?? before ?? null);
      if (found) setEnded(null);
    };
    take();
    addEventListener("hashchange", take); // another link, opened in the same tab
    return () => removeEventListener("hashchange", take);
  }, []);

  if (chosen) return html`<${Heading}>${t("activated_title")}<//><${Chosen} />`;
  return html`<${Heading} lead=${invitation && !ended ? t("activation_lead") : undefined}>${titles.activation}<//>
    ${invitation === undefined && html`<${Loading} />`}
    ${invitation === null && html`<${Notice} kind="warning" title=${t("link_missing")}><p>${t("link_missing_remedy")}</p><//>`}
    ${ended && html`<${ProblemNotice} problem=${ended} focus=${true} />`}
    ${(invitation === null || ended) && html`<${WaysBack} />`}
    ${invitation && !ended && html`<${Password} invitation=${invitation} end=${setEnded} done=${() => setChosen(true)} />`}`;
}

/** @param {{invitation: Invitation, end: (problem: import("../../shared/problem.js").Problem) => void, done: () => void}} props */
function Password({ invitation, end, done }) {
  const form = useForm({
    initial: { password: "", shown: false },
    check: _whyShort,
    send: async ({ password }) => {
      try {
        await post(`/v1/invitations/${invitation.id}/acceptance`, { token: invitation.token, password }, { anonymous: true });
        done();
      } catch (error) {
        const problem = asProblem(error);
        if (problem.status !== GONE) throw problem;
        end(problem);
      }
    },
  });
  return html`<h2>${t("rules")}</h2>
    <ul>
      <li>${t("rule_length", { min: LENGTH_MIN })}</li>
      <li>${t("rule_words")}</li>
      <li>${t("rule_own")}</li>
    </ul>
    <${Form} of=${form}>
      <${Field} name="password" type=${form.values.shown ? "text" : "password"} label=${t("new_password")} autocomplete="new-password"
        autocapitalize="none" spellcheck="false" maxlength="256" required />
      <${Check} name="shown" label=${t("show_password")} />
      <${Submit}>${t("choose_password")}<//>
    <//>
    <p><button type="button" class="link-button" lang=${otherLanguage} onClick=${() => _goOn(invitation)}>${t("activation_other_language")}</button></p>`;
}

const Chosen = () =>
  html`<${Notice} kind="success" focus=${true}><p>${t("activated")}</p><//>
    <p><a class="btn btn-primary" href=${link("/accesso")}>${titles["sign-in"]}</a></p>`;

const WaysBack = () =>
  html`<h2>${t("what_now")}</h2>
    <ul>
      <li>${t("had_password")} <a href=${link("/recupero")}>${t("ask_new_link")}</a></li>
      <li>${t("never_had_password")} <a href=${link("/social-point")}>${t("to_desks")}</a></li>
    </ul>`;

/** @param {Record<string, any>} values @returns {Record<string, string>} */
const _whyShort = ({ password }) => (password && password.length < LENGTH_MIN ? { password: t("password_short", { min: LENGTH_MIN }) } : {});

/** The same page in the other language, with the link that this page has taken out of the address. @param {Invitation} invitation */
const _goOn = ({ id, token }) => location.assign(`${inOtherLanguage()}#${id}.${token}`);

/** What the link says, out of the address at once: nobody who comes after finds it in the history. @returns {Invitation | null} */
function _fromAddress() {
  const [, id, token] = location.hash.match(/^#([a-z0-9-]+)\.([\w-]+)$/) ?? [];
  if (location.hash) history.replaceState(history.state, "", location.pathname + location.search);
  return token ? { id, token } : null;
}
