/** A file is left where the platform said: beside the API, at an address that takes exactly this file for some minutes. */
import texts from "#texts/desk-parts";

import { connectionLost, Problem } from "../../shared/problem.js";
import { reader } from "../../shared/texts.js";

const t = reader(texts);
const NOT_KNOWN = 0; // sent again with the same key, the form gets a new address for the same file

/** Raises Problem. @param {Blob} file @param {{url: string, content_type: string}} upload */
export async function leave(file, { url, content_type: type }) {
  const sent = await fetch(url, { method: "PUT", body: file, headers: { "Content-Type": type }, credentials: "omit" }).catch(() => {
    throw connectionLost();
  });
  if (!sent.ok) throw new Problem({ status: NOT_KNOWN, code: "not_left", title: t("not_left"), remedy: t("not_left_remedy") });
}
