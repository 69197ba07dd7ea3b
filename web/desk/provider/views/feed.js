/** The address at which the cooperative's own calendar reads its dates: a key, shown once, and taken back when needed. */
import { useState } from "preact/hooks";

import texts from "#texts/desk-provider-feed";
import titles from "#texts/desk-provider";

import { get, post } from "../../../shared/api.js";
import { ActionButton } from "../../../shared/form.js";
import { shortDayOf } from "../../../shared/format.js";
import { html } from "../../../shared/html.js";
import { Loaded, useLoad } from "../../../shared/load.js";
import { Problem } from "../../../shared/problem.js";
import { reader } from "../../../shared/texts.js";
import { Heading, Notice } from "../../../shared/ui.js";

const t = reader(texts);
const NONE = 404;

/** @param {{account: {organisation_id: string}}} props */
export default function FeedPage({ account }) {
  const path = `/v1/providers/${account.organisation_id}/calendar-feed`;
  const [issued, setIssued] = useState(/** @type {{url: string} | null} */ (null));
  const [ended, setEnded] = useState(false);
  const load = useLoad(() => get(path).catch(_none), []);
  async function issue() {
    setIssued(await post(path, {}));
    setEnded(false);
    load.again();
  }
  async function end() {
    await post(`${path}/revocation`, {});
    setIssued(null);
    setEnded(true);
    load.again();
  }
  return html`<${Heading} lead=${t("lead")}>${titles.feed}<//>
    <p>${t("means")}</p>
    ${ended && html`<${Notice} kind="success" focus=${true}>${t("ended")}<//>`}
    ${issued && html`<${Address} url=${issued.url} key=${issued.url} />`}
    <${Loaded} of=${load}>
      ${(/** @type {{made_at: string} | null} */ feed) =>
        feed
          ? html`<p>${t("there_is", { day: shortDayOf(feed.made_at) })}</p>
              <div class="buttons">
                <${ActionButton} kind="outline-primary" act=${issue}>${t("issue_anew")}<//>
                <${ActionButton} kind="outline-danger" act=${end}>${t("end")}<//>
              </div>
              <p class="small">${t("anew_means")}</p>`
          : html`<p>${t("none")}</p>
              <${ActionButton} act=${issue}>${t("issue")}<//>`}
    <//>`;
}

/** @param {{url: string}} props */
function Address({ url }) {
  const [copied, setCopied] = useState(false);
  return html`<${Notice} kind="success" focus=${true} title=${t("issued")}>
    <p>${t("once")}</p>
    <p><code class="address">${url}</code></p>
    <p>
      <button type="button" class="btn btn-outline-primary btn-sm" onClick=${() => navigator.clipboard.writeText(url).then(() => setCopied(true))}>${t("copy")}</button>
      <span role="status"> ${copied && t("copied")}</span>
    </p>
    <p>${t("how")}</p>
  <//>`;
}

/** Nobody has made one yet. @param {unknown} error */
function _none(error) {
  if (error instanceof Problem && error.status === NONE) return null;
  throw error;
}
