/** The days of a week as the platform names them. */
export const WEEK = /** @type {const} */ (["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]);
