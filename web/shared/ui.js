/** The small parts of every page. */
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";

import { html } from "./html.js";
import { language, t } from "./texts.js";

/** A picture beside a text that says the same: hidden from who listens. @param {{name: string, size?: string}} props */
export const Icon = ({ name, size = "" }) =>
  html`<svg class="icon ${size && `icon-${size}`}" aria-hidden="true" focusable="false"><use href="/assets/icons.svg#it-${name}"></use></svg>`;

/**
 * Something that happened, said at once to who listens.
 * @param {{kind?: "success" | "danger" | "warning" | "info", title?: string, children?: any, focus?: boolean}} props
 */
export function Notice({ kind = "info", title, children, focus = false }) {
  const place = useRef(/** @type {HTMLDivElement | null} */ (null));
  useLayoutEffect(() => {
    if (focus) place.current?.focus();
  }, [focus]);
  return html`<div class="alert alert-${kind}" role=${kind === "danger" ? "alert" : "status"} tabindex="-1" ref=${place}>
    ${title && html`<p class="alert-title">${title}</p>`}
    <div>${children}</div>
  </div>`;
}

/**
 * A refusal, what can be done, and the number to tell who helps.
 * @param {{problem: import("./problem.js").Problem, again?: () => void, focus?: boolean}} props
 */
export function ProblemNotice({ problem, again, focus = false }) {
  return html`<${Notice} kind="danger" focus=${focus} title=${problem.message}>
    ${problem.remedy && html`<p>${problem.remedy}</p>`}
    ${problem.reasons.length > 1 &&
    html`<ul>
      ${problem.reasons.map((reason) => html`<li>${reason.detail}</li>`)}
    </ul>`}
    ${problem.isOpen && problem.instance && html`<p class="small">${t("problem_number", { number: problem.instance })}</p>`}
    ${again && html`<p><button type="button" class="btn btn-outline-primary btn-sm" onClick=${again}>${t("try_again")}</button></p>`}
  <//>`;
}

/** Stands where something is coming. */
export const Loading = () => html`<p class="loading" role="status">${t("loading")}</p>`;

/** @param {{kind?: string, children?: any}} props */
export const Badge = ({ kind = "secondary", children }) => html`<span class="badge bg-${kind}">${children}</span>`;

/**
 * The name of what is shown and its value, one under the other on a phone; what is not known or does not apply (null,
 * "", false) is left out, and zero is not.
 *
 * @param {{of: [string, any][]}} props
 */
export const Facts = ({ of }) =>
  html`<dl class="facts">
    ${of
      .filter(([, value]) => value || value === 0)
      .map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}
  </dl>`;

/** How much is left of a whole, as a picture and in words. @param {{left: number, whole: number, label: string}} props */
export const Gauge = ({ left, whole, label }) =>
  html`<div class="gauge"><meter min="0" max=${whole} value=${left} aria-label=${label}></meter><span>${label}</span></div>`;

/** Where one is in something that takes several steps. @param {{steps: string[], at: number}} props */
export const Steps = ({ steps, at }) =>
  html`<nav aria-label=${t("steps")}>
    <ol class="steps">
      ${steps.map(
        (name, index) =>
          html`<li class=${index === at ? "now" : index < at ? "done" : ""} aria-current=${index === at ? "step" : undefined}>
            ${name}${index < at && html`<span class="visually-hidden"> (${t("done")})</span>`}
          </li>`,
      )}
    </ol>
  </nav>`;

/**
 * A window over the page that keeps the focus; Escape closes it.
 * @param {{title: string, close: () => void, children?: any}} props
 */
export function Dialog({ title, close, children }) {
  const place = useRef(/** @type {HTMLDialogElement | null} */ (null));
  useLayoutEffect(() => {
    place.current?.showModal();
    return () => place.current?.close(); // the browser gives the focus back to where it was
  }, []);
  return html`<dialog ref=${place} class="window" aria-labelledby="window-title" onCancel=${(/** @type {Event} */ event) => {
    event.preventDefault();
    close();
  }}>
    <div class="window-head">
      <h2 id="window-title" class="h4">${title}</h2>
      <button type="button" class="btn btn-sm btn-outline-primary" onClick=${close}>${t("close")}</button>
    </div>
    ${children}
  </dialog>`;
}

/** A page's heading; it has the focus when one arrives from another page. @param {{children?: any, lead?: any}} props */
export const Heading = ({ children, lead }) =>
  html`<header class="page-head">
    <h1 tabindex="-1" id="heading">${children}</h1>
    ${lead && html`<p class="lead">${lead}</p>`}
  </header>`;

/** The page's title in the browser: what it is about, and whose it is. @param {string} [about] */
export function useTitle(about) {
  useEffect(() => {
    if (about) document.title = `${about} · ${t("site_name")}`;
  }, [about]);
}

/** Which language a text is in, when it is not the page's: what institutions write in Italian stays Italian. */
export const inItalian = language === "it" ? undefined : "it";
