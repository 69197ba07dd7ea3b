/** The private addresses at which calendars read appointments: one for each person, made, replaced and ended here. */
import { useState } from "preact/hooks";

import texts from "#texts/calendar";

import { get, post } from "../../shared/api.js";
import { shortDayOf } from "../../shared/format.js";
import { ActionButton } from "../../shared/form.js";
import { html } from "../../shared/html.js";
import { Loaded, useLoad } from "../../shared/load.js";
import { Problem } from "../../shared/problem.js";
import { reader } from "../../shared/texts.js";
import { Dialog, Notice } from "../../shared/ui.js";
import { HowToAdd, NewAddress } from "./new-address.js";

/** @typedef {import("../people.js").Someone} Someone */
/** @typedef {import("../../../build/pages/api").components["schemas"]["CalendarFeedView"]} Feed */

const t = reader(texts);
const NOT_FOUND = 404;

/** @param {{people: Someone[], own: string}} props */
export const Feeds = ({ people, own }) =>
  html`<h2>${t("feed")}</h2>
    <p>${t("feed_what")}</p>
    ${people.map(
      (person) => html`<section key=${person.id} class="box">
        <h3>${person.id === own ? t("feed_own") : t("feed_of", { name: person.given_name })}</h3>
        <${PersonFeed} person=${person} />
      </section>`,
    )}
    <${HowToAdd} />`;

/** @param {{person: Someone}} props */
function PersonFeed({ person }) {
  const path = `/v1/people/${person.id}/calendar-feed`;
  const load = useLoad((signal) => _feed(path, signal), []);
  const [made, setMade] = useState("");
  const [ended, setEnded] = useState(false);
  const [asking, setAsking] = useState(/** @type {"" | "renew" | "end"} */ (""));

  async function make() {
    setMade((await post(path, {})).url);
    settle(false);
  }
  async function end() {
    await post(`${path}/revocation`, {});
    setMade("");
    settle(true);
  }
  /** @param {boolean} nowEnded */
  function settle(nowEnded) {
    setEnded(nowEnded);
    setAsking("");
    load.again();
  }

  return html`${made && html`<${NewAddress} key=${made} url=${made} />`}
    ${ended && html`<${Notice} kind="success" focus=${true}>${t("ended")}<//>`}
    <${Loaded} of=${load}>${(/** @type {{feed: Feed | null}} */ { feed }) =>
      feed
        ? html`<p>${t("made_on", { day: shortDayOf(feed.made_at) })}${made ? "" : ` ${t("made_hidden")}`}</p>
            <div class="buttons">
              <button type="button" class="btn btn-outline-primary" onClick=${() => setAsking("renew")}>${t("renew")}</button>
              <button type="button" class="btn btn-outline-danger" onClick=${() => setAsking("end")}>${t("end")}</button>
            </div>`
        : html`<p>${t("none")} ${t("secret")}</p>
            <div class="buttons"><${ActionButton} act=${make}>${t("make")}<//></div>`}<//>
    ${asking &&
    html`<${Dialog} title=${t(`${asking}_title`)} close=${() => setAsking("")}>
      <p>${t(`${asking}_what`)}</p>
      <div class="buttons">
        <${ActionButton} act=${asking === "end" ? end : make} kind=${asking === "end" ? "danger" : "primary"}>${t(`${asking}_yes`)}<//>
        <button type="button" class="btn btn-outline-primary" onClick=${() => setAsking("")}>${t("keep")}</button>
      </div>
    <//>`}`;
}

/** A person without an address is no failure here. @param {string} path @param {AbortSignal} signal @returns {Promise<{feed: Feed | null}>} */
async function _feed(path, signal) {
  try {
    return { feed: await get(path, { signal }) };
  } catch (error) {
    if (error instanceof Problem && error.status === NOT_FOUND) return { feed: null };
    throw error;
  }
}
