/** What holds of a booking on every page. */

const OFF = ["cancelled", "declined", "moved", "unanswered"];

/** Whether it came to nothing: nobody has to be anywhere, and the place can be booked anew. @param {{state: string}} booking */
export const isOff = ({ state }) => OFF.includes(state);
