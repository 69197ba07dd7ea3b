/** Photos of a service: each with what it shows in words, for who does not see it. */
import { useState } from "preact/hooks";

import texts from "#texts/desk-provider-offerings";

import { post } from "../../../shared/api.js";
import { Field, FileField } from "../../../shared/fields.js";
import { ActionButton, Form, Submit, useForm } from "../../../shared/form.js";
import { html } from "../../../shared/html.js";
import { language, reader } from "../../../shared/texts.js";
import { useSaid } from "../../parts/said.js";
import { leave } from "../../parts/upload.js";

/** @typedef {import("../../../../build/pages/api").components["schemas"]["OfferingView"]} Offering */
/** @typedef {import("../../../../build/pages/api").components["schemas"]["PhotoView"]} Photo */

const t = reader(texts);
const TYPES = ["image/jpeg", "image/png", "image/webp"];
const BYTES_MAX = 10_000_000;

/** @param {{offering: Offering}} props */
export function Photos({ offering }) {
  const [photos, setPhotos] = useState(offering.photos); // the catalogue follows some seconds later
  const [shown, setShown] = useState(0);
  const { said, say } = useSaid();
  const path = `/v1/offerings/${offering.id}/photos`;
  /** @param {Photo} photo */
  const done = (photo) => {
    setPhotos([...photos, photo]);
    setShown(shown + 1);
    say(t("photo_shown"));
  };
  return html`<section aria-labelledby="photos">
    <h2 id="photos">${t("photos")}</h2>
    ${!photos.length && html`<p class="nothing">${t("no_photos")}</p>`}
    <ul class="cards photo-cards">
      ${photos.map((photo) => {
        const alt = (language === "en" && photo.alt_en) || photo.alt_it;
        return html`<li key=${photo.id} class="box">
          <img src=${photo.path} alt=${alt} width=${photo.width} height=${photo.height} loading="lazy" />
          <${ActionButton} kind="outline-danger" small label=${t("remove_photo", { what: alt })} act=${async () => {
            await post(`${path}/${photo.id}/removal`, {});
            setPhotos(photos.filter(({ id }) => id !== photo.id));
            say(t("photo_removed"));
          }}>${t("remove")}<//>
        </li>`;
      })}
    </ul>
    ${said}
    <details>
      <summary>${t("new_photo")}</summary>
      <${NewPhoto} path=${path} done=${done} key=${shown} />
    </details>
  </section>`;
}

/** @param {{path: string, done: (photo: Photo) => void}} props */
function NewPhoto({ path, done }) {
  const form = useForm({
    initial: { file: null, alt_it: "", alt_en: "" },
    check: ({ file }) => _wrongWith(file),
    send: async ({ file, alt_it, alt_en }, key) => {
      const upload = await post(path, { content_type: file.type, size_bytes: file.size }, { key });
      await leave(file, upload);
      done(await post(`${path}/${upload.photo_id}/publication`, { alt_it: alt_it.trim(), alt_en: alt_en.trim() || null }));
    },
  });
  return html`<${Form} of=${form}>
    <p>${t("new_photo_means")}</p>
    <${FileField} name="file" label=${t("file")} hint=${t("file_hint")} accept=${TYPES.join()} required />
    <${Field} name="alt_it" label=${t("alt_it")} hint=${t("alt_hint")} maxlength="200" required lang="it" />
    <${Field} name="alt_en" label=${t("alt_en")} maxlength="200" lang="en" />
    <${Submit}>${t("show_photo")}<//>
  <//>`;
}

/** @param {File | null} file @returns {Record<string, string>} */
function _wrongWith(file) {
  if (!file || (TYPES.includes(file.type) && file.size <= BYTES_MAX)) return {};
  return { file: t("file_wrong") };
}
