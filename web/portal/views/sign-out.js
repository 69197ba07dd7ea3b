/** Leaving: the session ends here and at the platform. */
import texts from "#texts/access";
import titles from "#texts/titles";

import * as account from "../../shared/account.js";
import { html } from "../../shared/html.js";
import { Loaded, useLoad } from "../../shared/load.js";
import { link } from "../../shared/router.js";
import { reader } from "../../shared/texts.js";
import { Heading } from "../../shared/ui.js";

const t = reader(texts);

export default function SignOut() {
  const leaving = useLoad(() => account.leave().then(() => true), []);
  return html`<${Heading}>${titles["sign-out"]}<//>
    <${Loaded} of=${leaving}>${() => html`<p role="status">${t("left")}</p>`}<//>
    <p><a href=${link("/")}>${t("to_start")}</a></p>`;
}
