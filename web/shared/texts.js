/** What people read, by key, in the language that these pages were built for. */
import common from "#texts/common";

/** @type {"it" | "en"} */
export const language = /** @type {any} */ (common.language);

/** The language of which these pages are not. @type {"it" | "en"} */
export const otherLanguage = language === "it" ? "en" : "it";

const plurals = new Intl.PluralRules(language);

/**
 * A reader of one catalogue. `{name}` in a text is replaced by a fact; with a fact `count` the text under
 * `key.one` or `key.other` is taken, where there is one.
 *
 * @template {Record<string, string>} T
 * @param {T} catalogue
 * @returns {(key: keyof T & string, facts?: Record<string, string | number>) => string}
 */
export function reader(catalogue) {
  return (key, facts = {}) => {
    const plural = "count" in facts ? catalogue[`${key}.${plurals.select(Number(facts.count))}`] : undefined;
    const text = plural ?? catalogue[key] ?? key;
    return text.replace(/\{(\w+)\}/g, (whole, name) => (name in facts ? String(facts[name]) : whole));
  };
}

/**
 * The text of a word that the API says (a state, a category), or the word itself when it is a new one.
 *
 * @param {Record<string, string>} catalogue
 * @param {string} group
 * @param {string} word
 */
export function wordOf(catalogue, group, word) {
  return catalogue[`${group}.${word}`] ?? word;
}

export const t = reader(common);

/** @param {string} group @param {string} word */
export const word = (group, word) => wordOf(common, group, word);
