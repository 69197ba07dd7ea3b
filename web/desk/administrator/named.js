/** What is defined under an id that people can read gets it from its title, once: a title can change later, an id not. */
const LENGTH_MAX = 64;

/** @param {string} title */
export const idOf = (title) =>
  title
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, LENGTH_MAX)
    .replace(/^-|-$/g, "");

/**
 * Why a title cannot be that of something new, or of what has an id: saved under another's, it would take that one's place.
 *
 * @param {string} title
 * @param {string | undefined} ownId
 * @param {{id: string, title: string}[]} all
 * @returns {"" | "title_empty" | "title_taken"}
 */
export function whyNot(title, ownId, all) {
  const wanted = idOf(title);
  if (!wanted) return "title_empty";
  return all.some((one) => one.id !== ownId && [one.id, idOf(one.title)].includes(wanted)) ? "title_taken" : "";
}
