import type { Drafts } from "./drafts.ts";
import type { Opening } from "./opening.ts";
import { linkText } from "./share-link.ts";

/**
 * Text of a job as it is kept, without looking into it. Rejects when there is none, or when it cannot be written as text.
 */
export async function rawJobText({ kind, id }: Opening, drafts: Drafts | undefined): Promise<string> {
  if (kind === "link") return linkText(location.hash);
  const document = await drafts?.raw(id);
  if (document === undefined) throw new Error("it is not in the browser's storage");
  return JSON.stringify(document, undefined, 2);
}
