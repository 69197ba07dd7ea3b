/** The number where a person answers: of the demo territory, it rings nowhere. */
export const CALL = { address: "tel:+390331000000", number: "0331\u00A0000\u00A0000" };
