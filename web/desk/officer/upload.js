/** A file of vouchers on its way: the batch is opened, the file left where it is told, the dry run begun. */
import { post } from "../../shared/api.js";
import { leave } from "../parts/upload.js";

export const BYTES_MAX = 5_000_000; // as the platform takes it

/**
 * The id of the batch. Sent again with the same key it is the same batch, and a new address for the file.
 *
 * @param {string} programmeId @param {{act: string, file: Blob, format: string}} what @param {string} key
 * @returns {Promise<string>}
 */
export async function submit(programmeId, { act, file, format }, key) {
  const { batch, upload } = await post(`/v1/programmes/${programmeId}/batches`, { act, format, size_bytes: file.size }, { key });
  if (upload) await leave(file, upload);
  await post(`/v1/batches/${batch.id}/check`, {});
  return batch.id;
}

/** What a file is, by the end of its name. @param {string} name */
export const formatOf = (name) => (name.toLowerCase().endsWith(".xlsx") ? "xlsx" : "csv");

/** One person's line as a file of its own: what holds for many holds for one. @param {[string, string][]} cells column and text */
export const fileOfOne = (cells) =>
  new Blob([[cells.map(([column]) => column), cells.map(([, text]) => `"${text.replaceAll('"', '""')}"`)].map((line) => line.join(";")).join("\r\n")], { type: "text/csv" });
