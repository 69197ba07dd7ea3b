/** Booking a session: for whom and how, how it is paid, everything once more, done. */
import texts from "#texts/booking";
import titles from "#texts/titles";

import { get, newKey } from "../../shared/api.js";
import { whenOf } from "../../shared/format.js";
import { html } from "../../shared/html.js";
import { Loaded, useLoad } from "../../shared/load.js";
import { link } from "../../shared/router.js";
import { reader } from "../../shared/texts.js";
import { Heading, inItalian, Notice, Steps, useTitle } from "../../shared/ui.js";
import { Commit, Resume, unanswered } from "../booking/commit.js";
import { Done } from "../booking/done.js";
import { Means, spendable } from "../booking/means.js";
import { ofEach, peopleOf } from "../people.js";
import { PaymentPlan, Terms, What, Without } from "../booking/plan.js";
import { enter, quoted, stageOf } from "../booking/stage.js";
import { Who } from "../booking/who.js";
import { Refused } from "../booking/why-not.js";

const t = reader(texts);
const STEPS = /** @type {const} */ (["who", "plan", "check", "done"]);

/** @typedef {import("../booking/stage.js").Schemas} Schemas */
/** @typedef {{session: Schemas["SessionView"], people: import("../people.js").Someone[], moved: Schemas["BookingView"] | null}} Known */

/** @param {{params: {id: string}, query: URLSearchParams, account: any}} props */
export default function Book({ params, query, account }) {
  const stage = stageOf(params.id);
  const moves = stage.wish?.moves ?? query.get("sposta");
  const load = useLoad(async (signal) => {
    const [session, people, moved] = await Promise.all([
      get(`/v1/sessions/${params.id}`, { signal, anonymous: true }),
      peopleOf(account, signal),
      moves ? get(`/v1/bookings/${moves}`, { signal }) : null,
    ]);
    return /** @type {Known} */ ({ session, people, moved });
  }, [params.id]);
  const session = load.value?.session;
  useTitle(session && `${titles.book}: ${session.title}`);
  return html`<${Heading} lead=${session && html`<span lang=${inItalian}>${session.title}</span>, ${whenOf(session.starts_at, session.ends_at)}`}>
      ${t(`step.${stage.step}`)}
    <//>
    <${Steps} steps=${STEPS.map((step) => t(`step.${step}`))} at=${STEPS.indexOf(stage.step)} />
    <${Loaded} of=${load}>${(/** @type {Known} */ known) => html`<${Stage} known=${known} stage=${stage} />`}<//>
    ${(load.value || load.problem) && html`<p class="small help">${t("help")} <a href=${link("/social-point")}>${t("help_go")}</a></p>`}`;
}

/** @param {{known: Known, stage: import("../booking/stage.js").Stage}} props */
function Stage({ known, stage }) {
  const { session, people, moved } = known;
  const sent = unanswered();
  if (stage.step === "done") return html`<${Done} ids=${stage.bookings ?? []} people=${people} category=${session.category} />`;
  if (!stage.wish || stage.step === "who") return html`<${Who} session=${session} people=${people} moved=${moved} wish=${stage.wish} />`;
  if (sent) {
    return html`<${Resume} sent=${sent} done=${_toDone(session)}
      refused=${() => enter(session.id, { step: "check", wish: stage.wish, renewed: true }, { replace: true })} />`;
  }
  return html`<${Quoting} key=${JSON.stringify(stage.wish)} known=${known} stage=${stage} wish=${stage.wish} />`;
}

/** The two steps that show a quote. @param {{known: Known, stage: import("../booking/stage.js").Stage, wish: import("../booking/stage.js").Wish}} props */
function Quoting({ known, stage, wish }) {
  const { session, people } = known;
  const load = useLoad(async (signal) => {
    const theirs = people.filter(({ id }) => wish.people.includes(id));
    const [quote, vouchers] = await Promise.all([quoted(session.id, wish), ofEach(theirs, "vouchers", signal)]);
    return { quoted: quote, vouchers, sent: { path: quote.path, token: quote.token, key: newKey() } };
  }, []);
  if (load.problem && !load.busy && !load.problem.isOpen) {
    return html`<${Refused} session=${session} wish=${wish} problem=${load.problem} />`;
  }
  return html`<${Loaded} of=${load}>
    ${(/** @type {any} */ found) =>
      stage.step === "plan"
        ? html`<${Plan} known=${known} wish=${wish} found=${found} />`
        : html`<${Summary} known=${known} stage=${stage} found=${found} again=${load.again} />`}
  <//>`;
}

/** @param {{known: Known, wish: import("../booking/stage.js").Wish, found: any}} props */
function Plan({ known, wish, found }) {
  const { session, moved } = known;
  const theirs = spendable(found.vouchers);
  // Of several people, each is paid for by their own vouchers: there is no one voucher to choose.
  const choice = wish.people.length === 1 ? theirs : [];
  return html`<${Without} quoted=${found.quoted} />
    <h2>${t("plan")}</h2>
    <${PaymentPlan} quoted=${found.quoted} vouchers=${found.vouchers} before=${moved?.payments} />
    ${session.accepts_vouchers && theirs.length > 0 && html`<${Means} vouchers=${choice} chosen=${wish.voucher ? [wish.voucher] : wish.vouchers}
      choose=${(/** @type {string[] | null} */ vouchers) => enter(session.id, { step: "plan", wish: { ...wish, voucher: null, vouchers } }, { replace: true })} />`}
    <h2>${t("terms")}</h2>
    <${Terms} quoted=${found.quoted} />
    <div class="buttons">
      <button type="button" class="btn btn-primary" onClick=${() => enter(session.id, { step: "check", wish })}>${t("go_on")}</button>
      <button type="button" class="btn btn-outline-primary" onClick=${() => history.back()}>${t("back")}</button>
    </div>`;
}

/** Everything once more, right before it is done. @param {{known: Known, stage: import("../booking/stage.js").Stage, found: any, again: () => void}} props */
function Summary({ known, stage, found, again }) {
  const { session, people, moved } = known;
  const asks = found.quoted.quotes[0].mode === "request";
  return html`${stage.renewed && html`<${Notice} kind="info" focus=${true}>${t("renewed")}<//>`}
    <${Without} quoted=${found.quoted} />
    ${moved && html`<p>${t("moves", { when: whenOf(moved.starts_at, moved.ends_at) })}</p>`}
    <div class="box">
      <${What} quoted=${found.quoted} people=${people} />
      <h2>${t("plan")}</h2>
      <${PaymentPlan} quoted=${found.quoted} vouchers=${found.vouchers} before=${moved?.payments} />
      <h2>${t("terms")}</h2>
      <${Terms} quoted=${found.quoted} />
    </div>
    <${Commit} sent=${found.sent} done=${_toDone(session)} refused=${again}>${t(asks ? "confirm_request" : "confirm")}<//>
    <div class="buttons">
      <button type="button" class="btn btn-outline-primary" onClick=${() => history.back()}>${t("back")}</button>
    </div>`;
}

/** @param {Schemas["SessionView"]} session */
const _toDone = (session) => (/** @type {Schemas["BookingView"][]} */ bookings) =>
  enter(session.id, { step: "done", bookings: bookings.map(({ id }) => id) }, { replace: true });
