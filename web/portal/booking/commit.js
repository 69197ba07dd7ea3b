/** Confirming a quote, once, whatever happens to the line: what was sent is noted in the history before it leaves. */
import texts from "#texts/booking";

import { post } from "../../shared/api.js";
import { Form, Submit, useForm } from "../../shared/form.js";
import { html } from "../../shared/html.js";
import { asProblem } from "../../shared/problem.js";
import { reader } from "../../shared/texts.js";
import { Notice } from "../../shared/ui.js";

const t = reader(texts);

/** @typedef {import("./stage.js").Sent} Sent */

/** What was sent from this place of the history and not answered. @returns {Sent | undefined} */
export const unanswered = () => history.state?.stage?.sent;

/**
 * The button that commits.
 *
 * @param {{sent: Sent, done: (bookings: any[]) => void, refused: () => void, children?: any}} props
 *   refused: the platform said no, and nothing was done
 */
export function Commit({ sent, done, refused, children }) {
  const form = useForm({
    initial: {},
    send: async () => {
      _note(sent);
      try {
        const told = await post(sent.path, { quote_token: sent.token }, { key: sent.key });
        _note(undefined);
        done(told.items ?? [told]);
      } catch (error) {
        if (!asProblem(error).isOpen) {
          _note(undefined);
          refused();
        }
        throw error;
      }
    },
  });
  return html`<${Form} of=${form}><${Submit}>${children}<//><//>`;
}

/** After a reload nobody knows what became of it: the very same request finds out. @param {{sent: Sent, done: any, refused: any}} props */
export const Resume = ({ sent, done, refused }) =>
  html`<${Notice} kind="warning" focus=${true} title=${t("resume_title")}><p>${t("resume")}</p><//>
    <${Commit} sent=${sent} done=${done} refused=${refused}>${t("resume_go")}<//>`;

/** @param {Sent | undefined} sent */
const _note = (sent) => history.replaceState({ ...history.state, stage: { ...history.state?.stage, sent } }, "");
