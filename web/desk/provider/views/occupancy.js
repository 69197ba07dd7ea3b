/** Whether the places of one's own cooperative are used. */
import texts from "#texts/desk-provider";

import { html } from "../../../shared/html.js";
import { Heading } from "../../../shared/ui.js";
import { Occupancy } from "../../parts/occupancy.js";
import { Period, useSpan } from "../../parts/period.js";

const WEEKS = 12;

/** @param {{query: URLSearchParams}} props */
export default function PlacesUsed({ query }) {
  const [span, change] = useSpan(query, 7 * WEEKS);
  return html`<${Heading} lead=${texts.occupancy_lead}>${texts.occupancy}<//>
    <${Period} span=${span} change=${change} />
    <h2>${texts.occupancy_weeks}</h2>
    <${Occupancy} span=${span} />`;
}
