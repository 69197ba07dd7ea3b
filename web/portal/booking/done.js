/** The last step: that it is done, and what comes next. */
import texts from "#texts/booking";

import { get } from "../../shared/api.js";
import { sum, whenOf } from "../../shared/format.js";
import { html } from "../../shared/html.js";
import { Loaded, useLoad } from "../../shared/load.js";
import { link } from "../../shared/router.js";
import { reader } from "../../shared/texts.js";
import { inItalian, Notice } from "../../shared/ui.js";
import { Feedback } from "../feedback.js";
import { nameOf } from "../people.js";

const t = reader(texts);

/** @typedef {import("./stage.js").Schemas} Schemas */

/** @param {{ids: string[], people: import("../people.js").Someone[], category: string}} props */
export function Done({ ids, people, category }) {
  const load = useLoad((signal) => Promise.all(ids.map((id) => get(`/v1/bookings/${id}`, { signal }))), [ids.join()]);
  return html`<${Loaded} of=${load}>
    ${(/** @type {Schemas["BookingView"][]} */ bookings) => {
      const asked = bookings.some(({ state }) => state === "requested");
      const own = bookings.reduce((total, { own_cents }) => total + own_cents, 0);
      return html`<${Notice} kind="success" focus=${true} title=${t(asked ? "done_asked" : "done_booked")}><p>${t("done_mail")}</p><//>
        <ul class="cards">
          ${bookings.map((one) => html`<li key=${one.id}><article class="box">
            <h2><a href=${link(`/prenotazioni/${one.id}`)} lang=${inItalian}>${one.title}</a></h2>
            <p>${nameOf(people, one.person_id)}<br />${whenOf(one.starts_at, one.ends_at)}<br />
              <span lang=${inItalian}>${one.provider_name} · ${one.place}</span></p>
          </article></li>`)}
        </ul>
        <h2>${t("next")}</h2>
        <ul>
          ${asked && html`<li>${t("next_asked")}</li>`}
          ${own > 0 && html`<li>${t("next_own", { sum: sum(own) })}</li>`}
          <li>${t("next_code")}</li>
          <li>${t("next_cancel")}</li>
        </ul>
        <div class="buttons">
          <a class="btn btn-primary" href=${link("/prenotazioni")}>${t("to_bookings")}</a>
          <a class="btn btn-outline-primary" href=${link("/calendario")}>${t("to_calendar")}</a>
        </div>
        <${Feedback} task=${category === "social_point" ? "desk_appointment" : "booking"} />`;
    }}
  <//>`;
}
