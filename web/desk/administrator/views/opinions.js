/** What people think of their tasks here: stars in a period, and the latest comments, of which nobody knows who wrote them. */
import texts from "#texts/desk-administrator";
import feedback from "#texts/feedback";

import { get } from "../../../shared/api.js";
import { number, shortDayOf } from "../../../shared/format.js";
import { html } from "../../../shared/html.js";
import { List } from "../../../shared/list.js";
import { Loaded, useLoad } from "../../../shared/load.js";
import { reader, wordOf } from "../../../shared/texts.js";
import { Heading } from "../../../shared/ui.js";
import { asked, Period, useSpan } from "../../parts/period.js";

const t = reader(texts);
const DAYS = 30;

/** @typedef {import("../../../../build/pages/api").components["schemas"]["FeedbackView"]} Feedback */
/** @typedef {Feedback["pages"][number]} Marks */
/** @typedef {Feedback["comments"][number]} Comment */

/** @param {{query: URLSearchParams}} props */
export default function Opinions({ query }) {
  const [span, change] = useSpan(query, DAYS);
  const load = useLoad((signal) => get(`/v1/feedback?${asked(span)}`, { signal }), [span]);
  return html`<${Heading} lead=${t("opinions_lead")}>${texts.opinions}<//>
    <${Period} span=${span} change=${change} />
    <${Loaded} of=${load}>
      ${(/** @type {Feedback} */ { pages, comments }) => html`<h2>${t("marks")}</h2>
        <${List} id="marks" caption=${t("marks")} columns=${MARKS} rows=${pages.filter((one) => one.given)} keyOf=${(/** @type {Marks} */ one) => one.page} empty=${t("opinions_none")} />
        <h2>${t("comments")}</h2>
        <${List} id="comments" caption=${t("comments")} columns=${COMMENTS} rows=${comments} keyOf=${(/** @type {Comment} */ one) => `${one.on} ${one.page} ${one.comment}`} empty=${t("comments_none")} />`}
    <//>`;
}

/** @type {import("../../../shared/list.js").Column<Marks>[]} */
const MARKS = [
  { name: "task", title: t("task"), show: (one) => wordOf(feedback, "task", one.page) },
  { name: "mean", title: t("mean"), show: (one) => number(_mean(one)), value: _mean, end: true },
  { name: "given", title: t("given"), show: (one) => one.given, end: true },
  ...[1, 2, 3, 4, 5].map((stars) => ({
    name: `stars${stars}`,
    title: t("stars", { count: stars }),
    show: (/** @type {Marks} */ one) => one.by_stars[stars - 1],
    end: true,
  })),
];

/** @type {import("../../../shared/list.js").Column<Comment>[]} */
const COMMENTS = [
  { name: "on", title: t("day"), show: (one) => shortDayOf(one.on), value: (one) => one.on },
  { name: "task", title: t("task"), show: (one) => wordOf(feedback, "task", one.page) },
  { name: "stars", title: t("given_stars"), show: (one) => one.stars, end: true },
  { name: "comment", title: t("comment"), show: (one) => one.comment },
];

/** Stars to one decimal. @param {Marks} marks */
function _mean({ by_stars, given }) {
  const sum = by_stars.reduce((total, count, at) => total + count * (at + 1), 0);
  return Math.round((sum / given) * 10) / 10;
}
