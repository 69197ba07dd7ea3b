/**
 * How somebody got on, from one star to five, with a few words if they like. Nothing is kept of who says it.
 *
 *     <${Feedback} task="booking" />
 *
 * The tasks are those of the API's `Task`. Without one, the form asks which.
 */
import texts from "#texts/feedback";

import { post } from "../shared/api.js";
import { Choice, Select, TextArea } from "../shared/fields.js";
import { Form, Submit, useForm } from "../shared/form.js";
import { html } from "../shared/html.js";
import { reader, wordOf } from "../shared/texts.js";
import { Notice } from "../shared/ui.js";
import { useState } from "preact/hooks";

const t = reader(texts);
const TASKS = ["catalogue", "booking", "desk_appointment", "homecare", "my_bookings", "payments", "vouchers", "reminders", "sign_in"];
const STARS = ["1", "2", "3", "4", "5"];

/** @param {{task?: string}} props */
export function Feedback({ task }) {
  const [thanked, thank] = useState(false);
  const form = useForm({
    initial: { page: task ?? "", stars: "", comment: "" },
    send: async ({ page, stars, comment }) => {
      await post("/v1/feedback", { page, stars: Number(stars), comment: comment.trim() || null }, { anonymous: true });
      thank(true);
    },
  });
  return html`<section class="feedback" aria-labelledby="feedback-title">
    <h2 id="feedback-title">${t("title")}</h2>
    ${thanked
      ? html`<${Notice} kind="success" focus=${true} title=${t("thanks")}>${t("thanks_more")}<//>`
      : html`<${Form} of=${form} label=${t("title")}>
          ${!task && html`<${Select} name="page" label=${t("task")} empty=${t("choose")} options=${TASKS.map((name) => [name, wordOf(texts, "task", name)])} required />`}
          <${Choice} name="stars" label=${t("stars")} options=${STARS.map((count) => [count, _stars(count)])} required />
          ${(!task || form.values.stars) && html`<${TextArea} name="comment" label=${t("comment")} hint=${t("comment_hint")} maxlength=${500} />`}
          <${Submit} kind="outline-primary">${t("send")}<//>
        <//>`}
  </section>`;
}

/** @param {string} count */
const _stars = (count) =>
  html`<span class="stars" aria-hidden="true">${"★".repeat(Number(count))}${"☆".repeat(5 - Number(count))}</span> ${wordOf(texts, "stars", count)}`;
