/** The price that somebody typed in a form. */
import texts from "#texts/desk-provider-offerings";

import { centsOf } from "../../../shared/amounts.js";
import { reader } from "../../../shared/texts.js";

const t = reader(texts);

/** What is wrong with it. @param {Record<string, any>} values @returns {Record<string, string>} */
export const priceFaults = ({ price }) => (!price || centsOf(price) !== null ? {} : { price: t("price_wrong") });
