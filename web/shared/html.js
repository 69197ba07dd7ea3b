/** Views are written as tagged templates: no step between what is read here and what a browser runs. */
import htm from "htm";
import { h } from "preact";

export const html = htm.bind(h);
