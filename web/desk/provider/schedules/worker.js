/** Who delivers: whom a cooperative can send, as a field of a form and as a name. */
import texts from "#texts/desk-provider-schedules";

import { get } from "../../../shared/api.js";
import { Select } from "../../../shared/fields.js";
import { useFormAround } from "../../../shared/form.js";
import { html } from "../../../shared/html.js";
import { Loaded, useLoad } from "../../../shared/load.js";
import { reader } from "../../../shared/texts.js";

/** @typedef {import("../../../../build/pages/api").components["schemas"]["WorkerView"]} Worker */

const t = reader(texts);

/** Whom one's own cooperative can send; only its managers ask. @param {{asks?: boolean}} [props] */
export const useWorkers = ({ asks = true } = {}) =>
  useLoad(async (signal) => (asks ? /** @type {{items: Worker[]}} */ (await get("/v1/workers", { signal })).items : []), [asks]);

/** How somebody is called: where two have the same name, with the address. @param {Worker[]} workers @param {string | null} id */
export function workerName(workers, id) {
  if (!id) return t("worker_nobody");
  const one = workers.find((worker) => worker.id === id);
  if (!one) return t("worker_left");
  const isAlone = workers.every((other) => other === one || other.given_name !== one.given_name);
  return isAlone ? one.given_name : `${one.given_name} (${one.email})`;
}

/** Somebody in particular, or nobody. Who has left stays to be seen until somebody else is chosen. */
export function WorkerField() {
  const load = useWorkers();
  const { worker_id: chosen } = useFormAround().values;
  return html`<${Loaded} of=${load}>
    ${(/** @type {Worker[]} */ workers) => {
      const ids = workers.map(({ id }) => id);
      const shown = chosen && !ids.includes(chosen) ? [...ids, chosen] : ids;
      return html`<${Select} name="worker_id" label=${t("worker")} hint=${t("worker_hint")} empty=${t("worker_nobody")}
        options=${shown.map((id) => [id, workerName(workers, id)])} />`;
    }}
  <//>`;
}
