/** What a view waits for: loading, here, or a problem with a way to try again. */
import { useCallback, useEffect, useRef, useState } from "preact/hooks";

import { asProblem } from "./problem.js";
import { html } from "./html.js";
import { Loading, ProblemNotice } from "./ui.js";

/**
 * @template T
 * @typedef {object} Load
 * @property {T | undefined} value
 * @property {import("./problem.js").Problem | null} problem
 * @property {boolean} busy
 * @property {() => void} again
 */

/**
 * Fetch something whenever what it depends on changes. The last value stays in view while a new one comes.
 *
 * @template T
 * @param {(signal: AbortSignal) => Promise<T>} fetch
 * @param {unknown[]} on
 * @returns {Load<T>}
 */
export function useLoad(fetch, on) {
  const [state, setState] = useState(/** @type {any} */ ({ value: undefined, problem: null, busy: true }));
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    const ending = new AbortController();
    setState((/** @type {any} */ before) => ({ ...before, busy: true }));
    fetch(ending.signal).then(
      (value) => ending.signal.aborted || setState({ value, problem: null, busy: false }),
      (error) => {
        if (ending.signal.aborted) return;
        setState((/** @type {any} */ before) => ({ value: before.value, problem: asProblem(error), busy: false }));
      },
    );
    return () => ending.abort();
  }, [...on, turn]);
  const again = useCallback(() => setTurn((before) => before + 1), []);
  return { ...state, again };
}

/**
 * Shows what was loaded, or that it is coming, or why it cannot.
 *
 * @template T
 * @param {{of: Load<T>, children: (value: T) => any}} props
 */
export function Loaded({ of, children }) {
  if (of.problem && of.value === undefined) return html`<${ProblemNotice} problem=${of.problem} again=${of.again} />`;
  if (of.value === undefined) return html`<${Loading} />`;
  return html`<div aria-busy=${of.busy ? "true" : undefined}>
    ${of.problem && html`<${ProblemNotice} problem=${of.problem} again=${of.again} />`} ${children(of.value)}
  </div>`;
}

/** A value that changes only when it has been still for a moment: what is typed is not asked for letter by letter. */
export function useSettled(/** @type {any} */ value, wait = 250) {
  const [settled, setSettled] = useState(value);
  const first = useRef(true);
  useEffect(() => {
    if (first.current) {
      first.current = false;
      return undefined;
    }
    const timer = setTimeout(() => setSettled(value), wait);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}
