/**
 * Somebody else changed what one is editing: both versions side by side, and a choice. Nobody's work is lost unseen.
 *
 *     const editing = useEditing(() => getEdition(path), (values, edition) => put(path, values, edition));
 *
 *     <${Conflict} of=${editing} show=${(values) => [["Lingua", word(values.language)], …]} />
 *     <${Loaded} of=${editing.load}>
 *       ${({ value, edition }) => html`<${Form…} key=${edition} value=${value} save=${editing.save} />`}
 *     <//>
 *
 * In the form, `send: editing.save`; what is saved by a POST gets the request's key as a third argument. The `key` makes
 * the form begin anew with what is there now, after each outcome; `Conflict` also says, with the focus, what became of
 * an edit. `show` gives [name, text] for both what was typed and
 * what was read.
 */
import { useState } from "preact/hooks";

import texts from "#texts/conflict";

import { ActionButton } from "./form.js";
import { html } from "./html.js";
import { useLoad } from "./load.js";
import { Problem } from "./problem.js";
import { reader } from "./texts.js";
import { Badge, Notice } from "./ui.js";

const t = reader(texts);

/** @param {Problem} problem */
const _isStale = (problem) => problem.status === 412;

/**
 * Something that is read in an edition and saved as an edit of it.
 *
 * @param {() => Promise<{value: any, edition: string}>} read
 * @param {(values: any, edition: string, key: string) => Promise<unknown>} write
 * @param {(problem: Problem) => boolean} [isStale] which "no" means that somebody else was first
 */
export function useEditing(read, write, isStale = _isStale) {
  const load = useLoad(read, []);
  const [conflict, setConflict] = useState(/** @type {{mine: any, theirs: {value: any, edition: string}} | null} */ (null));
  const [outcome, setOutcome] = useState(/** @type {"" | "saved" | "taken"} */ (""));

  /** @param {any} mine @param {string} edition @param {string} key */
  async function saveOver(mine, edition, key) {
    setOutcome("");
    try {
      await write(mine, edition, key);
    } catch (error) {
      if (!(error instanceof Problem && isStale(error))) throw error;
      setConflict({ mine, theirs: await read() });
      return;
    }
    end("saved");
  }

  /** @param {"saved" | "taken"} how */
  function end(how) {
    setConflict(null);
    setOutcome(how);
    load.again();
  }

  return {
    load,
    conflict,
    outcome,
    save: (/** @type {any} */ mine, /** @type {string} */ key) => saveOver(mine, load.value?.edition ?? "", key),
    keepMine: async (/** @type {string} */ key) => conflict && saveOver(conflict.mine, conflict.theirs.edition, key),
    takeTheirs: async () => end("taken"),
  };
}

/** @param {{of: ReturnType<typeof useEditing>, show: (values: any) => [string, string][]}} props */
export function Conflict({ of, show }) {
  if (of.outcome) return html`<${Notice} kind="success" focus=${true}>${t(of.outcome)}<//>`;
  if (!of.conflict) return null;
  return html`<${Notice} key=${of.conflict.theirs.edition} kind="warning" title=${t("title")} focus=${true}>
    <p>${t("lead")}</p>
    <${Versions} mine=${show(of.conflict.mine)} theirs=${show(of.conflict.theirs.value)} />
    <div class="buttons">
      <${ActionButton} act=${of.keepMine}>${t("keep_mine")}<//>
      <${ActionButton} act=${of.takeTheirs} kind="outline-primary">${t("take_theirs")}<//>
    </div>
  <//>`;
}

/** @param {{mine: [string, string][], theirs: [string, string][]}} props */
const Versions = ({ mine, theirs }) =>
  html`<div class="list">
    <table class="table">
      <caption class="visually-hidden">${t("caption")}</caption>
      <thead>
        <tr><th scope="col">${t("what")}</th><th scope="col">${t("mine")}</th><th scope="col">${t("theirs")}</th></tr>
      </thead>
      <tbody>
        ${mine.map(([name, text], at) => {
          const other = theirs[at][1];
          return html`<tr>
            <th scope="row">${name}${text !== other && html` <${Badge} kind="warning">${t("differs")}<//>`}</th>
            <td data-title=${t("mine")}>${text}</td>
            <td data-title=${t("theirs")}>${other}</td>
          </tr>`;
        })}
      </tbody>
    </table>
  </div>`;
