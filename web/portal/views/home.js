/** The first page: what somebody needs, in their words; or a person to talk to. */
import { useState } from "preact/hooks";

import texts from "#texts/home";
import titles from "#texts/titles";

import { get } from "../../shared/api.js";
import { CALL } from "../../shared/call-centre.js";
import { html } from "../../shared/html.js";
import { Loaded, useLoad } from "../../shared/load.js";
import { go, link } from "../../shared/router.js";
import { reader } from "../../shared/texts.js";
import { Heading, Icon } from "../../shared/ui.js";

/** @typedef {import("../../../build/pages/api").components["schemas"]["NeedView"]} Need */

const t = reader(texts);
const KINDS = /** @type {const} */ (["need", "life_event"]);

export default function Home() {
  return html`<div class="welcome">
      <${Heading} lead=${t("lead")}>${titles.home}<//>
      <${Search} />
      <p><a href=${link("/catalogo")}>${t("everything")}</a></p>
    </div>
    <div class="needs"><${Needs} /></div>
    <section aria-labelledby="talk" class="box talk">
      <h2 id="talk">${t("talk")}</h2>
      <p>${t("talk_more")}</p>
      <div class="buttons">
        <a class="btn btn-primary" href=${link("/social-point")}>${t("to_desks")}</a>
        <a class="btn btn-outline-primary" href=${CALL.address}><${Icon} name="telephone" size="sm" /> ${t("call", { number: CALL.number })}</a>
      </div>
    </section>
    <section aria-labelledby="how">
      <h2 id="how">${t("how")}</h2>
      <ol class="how">
        <li>${t("how_find")}</li>
        <li>${t("how_compare")}</li>
        <li>${t("how_book")}</li>
      </ol>
      <p><a href=${link("/domande-frequenti")}>${t("to_faq")}</a> · <a href=${link("/date")}>${t("to_dates")}</a></p>
    </section>`;
}

function Search() {
  const [text, setText] = useState("");
  /** @param {Event} event */
  const find = (event) => {
    event.preventDefault();
    go(`/catalogo${text.trim() ? `?text=${encodeURIComponent(text.trim())}` : ""}`);
  };
  return html`<form role="search" class="search" action=${link("/catalogo")} onSubmit=${find}>
    <label for="search">${t("search")}</label>
    <div>
      <input id="search" name="text" type="search" class="form-control" maxlength="200" value=${text}
        onInput=${(/** @type {any} */ event) => setText(event.currentTarget.value)} />
      <button type="submit" class="btn btn-primary">${t("find")}</button>
    </div>
  </form>`;
}

function Needs() {
  const load = useLoad(async (signal) => (await get("/v1/needs", { signal, anonymous: true })).items, []);
  return html`<${Loaded} of=${load}>
    ${(/** @type {Need[]} */ needs) =>
      KINDS.map(
        (kind) => html`<section aria-labelledby=${kind}>
          <h2 id=${kind}>${t(kind)}</h2>
          <ul class="doors">
            ${needs.filter((need) => need.kind === kind).map((need) => html`<li key=${need.id}><a href=${link(`/catalogo?need=${need.id}`)}>${need.title}</a></li>`)}
          </ul>
        </section>`,
      )}
  <//>`;
}
