/** What somebody pays or gets back at a desk: how much, and in which way it comes and goes. */
import texts from "#texts/desk-provider-money";

import { centsOf } from "../../../shared/amounts.js";
import { reader, wordOf } from "../../../shared/texts.js";

const t = reader(texts);

/** What is recorded by hand; what was paid online the platform records by itself. @type {[string, string][]} */
export const WAYS = ["cash", "card", "bank_transfer"].map((way) => [way, wordOf(texts, "way", way)]);

/** @param {Record<string, any>} values @returns {Record<string, string>} */
export const amountFaults = ({ amount }) => (!amount || centsOf(amount) ? {} : { amount: t("amount_wrong") });
