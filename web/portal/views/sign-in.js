/** Signing in: an address and a password; those who work here show a code as well, and the first time take one up. */
import { useEffect, useState } from "preact/hooks";

import texts from "#texts/access";
import titles from "#texts/titles";

import * as account from "../../shared/account.js";
import { post } from "../../shared/api.js";
import { Field } from "../../shared/fields.js";
import { Form, Submit, useForm } from "../../shared/form.js";
import { html } from "../../shared/html.js";
import { QrCode } from "../../shared/qr.js";
import { link } from "../../shared/router.js";
import { reader, t as site } from "../../shared/texts.js";
import { Heading, Notice } from "../../shared/ui.js";

const t = reader(texts);

/** @typedef {import("../../../build/pages/api").components["schemas"]["SignInView"]} SignIn */

/** @param {{query: URLSearchParams, account: {roles: string[]} | null | undefined}} props */
export default function SignInPage({ query, account: own }) {
  const [stage, setStage] = useState(/** @type {SignIn | null} */ (null));
  const [email, setEmail] = useState("");
  const [enrolled, setEnrolled] = useState(false);
  const next = query.get("poi") ?? "";
  useEffect(() => {
    if (own) location.replace(_after(next, own.roles));
  }, [own]);

  /** @param {SignIn} answer @param {string} [address] */
  async function go(answer, address) {
    if (address) setEmail(address);
    if (answer.step === "signed_in" && answer.tokens) await account.take(answer.tokens);
    else setStage(answer);
  }

  return html`<${Heading} lead=${stage ? undefined : t("sign_in_lead")}>${titles["sign-in"]}<//>
    ${enrolled && html`<${Notice} kind="success" focus=${true}>${t("enrolled")}<//>`}
    ${stage?.step === "second_factor" && html`<${SecondFactor} session=${stage.session} go=${go} />`}
    ${stage?.step === "second_factor_enrolment" &&
    html`<${Enrolment} session=${stage.session} secret=${stage.secret} email=${email} done=${() => {
      setEnrolled(true);
      setStage(null);
    }} />`}
    ${!stage && html`<${Password} go=${go} />`}`;
}

/** @param {{go: (answer: SignIn, address: string) => Promise<void>}} props */
function Password({ go }) {
  const form = useForm({
    initial: { email: "", password: "" },
    send: async ({ email: typed, password }) => {
      const email = typed.trim();
      await go(await post("/v1/sign-ins", { email, password, keep: "cookie" }, { anonymous: true }), email);
    },
  });
  return html`<${Form} of=${form}>
      <${Field} name="email" type="email" label=${t("email")} autocomplete="username" required />
      <${Field} name="password" type="password" label=${t("password")} autocomplete="current-password" required />
      <${Submit}>${titles["sign-in"]}<//>
    <//>
    <p><a href=${link("/recupero")}>${t("forgotten")}</a></p>
    <p>${t("no_account")} <a href=${link("/social-point")}>${t("to_desks")}</a></p>`;
}

/** @param {{session: string, go: (answer: SignIn) => Promise<void>}} props */
function SecondFactor({ session, go }) {
  const form = useForm({
    initial: { code: "" },
    send: async ({ code }) => go(await post("/v1/sign-ins/second-factor", { session, code: code.trim(), keep: "cookie" }, { anonymous: true })),
  });
  return html`<${Form} of=${form}>
    <${Field} name="code" label=${t("code")} hint=${t("code_hint")} inputmode="numeric" autocomplete="one-time-code" required />
    <${Submit}>${t("go_on")}<//>
  <//>`;
}

/** @param {{session: string, secret: string, email: string, done: () => void}} props */
function Enrolment({ session, secret, email, done }) {
  const form = useForm({
    initial: { code: "" },
    send: async ({ code }) => {
      await post("/v1/second-factors", { session, code: code.trim() }, { anonymous: true });
      done();
    },
  });
  return html`<h2>${t("enrol")}</h2>
    <p>${t("enrol_how")}</p>
    <${QrCode} text=${_forAuthenticators(secret, email)} label=${t("enrol_qr")} />
    <p>${t("enrol_by_hand")}</p>
    <p><code class="secret">${secret.match(/.{1,4}/g)?.join(" ")}</code></p>
    <${Form} of=${form}>
      <${Field} name="code" label=${t("code")} hint=${t("code_hint")} inputmode="numeric" autocomplete="one-time-code" required />
      <${Submit}>${t("go_on")}<//>
    <//>`;
}

/** What apps for codes read (Key URI Format). @param {string} secret @param {string} email */
const _forAuthenticators = (secret, email) =>
  `otpauth://totp/${encodeURIComponent(`${site("site_name")}:${email}`)}?${new URLSearchParams({ secret, issuer: site("site_name") })}`;

/** Only to a page of ours, whatever the address says: browsers drop tabs and turn "\\" around. @param {string} next @param {string[]} roles */
function _after(next, roles) {
  if (/^\/(?![/\\])[!-~]*$/.test(next)) return next;
  return link(roles.includes("citizen") ? "/prenotazioni" : "/desk");
}
