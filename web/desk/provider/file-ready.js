/** A file that the platform has made, at an address that works for some minutes. */
import { html } from "../../shared/html.js";
import { Notice } from "../../shared/ui.js";

/** @param {{file: {url: string}, link: string, children?: any}} props */
export const FileReady = ({ file, link, children }) =>
  html`<${Notice} kind="success" focus=${true}>
    <p>${children}</p>
    <p><a class="btn btn-primary" href=${file.url} target="_blank" rel="noopener noreferrer">${link}</a></p>
  <//>`;
