/** A "no" of the platform, or of the line to it: what happened, and what a person can do. */
import { t } from "./texts.js";

export class Problem extends Error {
  /**
   * @param {{status: number, code: string, title: string, detail?: string, remedy?: string | null,
   *   reasons?: {code?: string, detail?: string, facts?: Record<string, any>}[], instance?: string}} told
   */
  constructor(told) {
    super(told.detail || told.title);
    this.status = told.status;
    this.code = told.code;
    this.title = told.title;
    this.remedy = told.remedy ?? "";
    this.reasons = told.reasons ?? [];
    this.instance = told.instance ?? "";
  }

  /** Whether it is not known if the platform did what it was asked: asking again must use the same key. */
  get isOpen() {
    return this.status === 0 || this.status >= 500;
  }
}

/** The line broke before an answer came. */
export const connectionLost = () =>
  new Problem({ status: 0, code: "connection_lost", title: t("connection_lost"), remedy: t("connection_lost_remedy") });

/** What the platform answers. Raises Problem when the line breaks before. @param {string} path @param {RequestInit} request */
export async function answerTo(path, request) {
  try {
    return await fetch(path, { ...request, credentials: "same-origin" });
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw connectionLost();
  }
}

/** What an answer says no with; what stands before the platform may say it without words. @param {Response} answer */
export async function refusalOf(answer) {
  const told = await answer.json().catch(() => null);
  return new Problem(told ?? { status: answer.status, code: "unreadable", title: t("unreadable"), remedy: t("unreadable_remedy") });
}

/** @param {unknown} error */
export function asProblem(error) {
  if (error instanceof Problem) return error;
  console.error(error);
  return new Problem({ status: -1, code: "page_broken", title: t("page_broken"), remedy: t("page_broken_remedy") });
}
