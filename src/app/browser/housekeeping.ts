import { draftStorage } from "../../designer/actions/file-actions.ts";
import { documentStore } from "../../designer/document/document-store.ts";
import { keptOut } from "../../designer/document/opening.ts";
import { namedFiles } from "../../designer/document/named-files.ts";
import { keepOnly } from "../../designer/workspace/kept-files.ts";
import { forgetJobs } from "../../hosts/browser/forget-jobs.ts";

/** A run that was put away lets go of its files and its lock a moment later. */
const afterMs = 4_000;

let planned: ReturnType<typeof setTimeout> | undefined;

/** Soon removes what no run can go back to: jobs of examples, links and deleted documents, and files that no document names. [HB13] */
export function tidySoon(): void {
  clearTimeout(planned);
  planned = setTimeout(() => void tidy(), afterMs);
}

/** Job id of a document of the person's own: the same at every run, so that a later page finds its checkpoints. */
export function ownJobId(documentId: string): string | undefined {
  const id = documentId.replaceAll("-", "");
  return /^[0-9a-f]{32}$/.test(id) ? id : undefined;
}

async function tidy(): Promise<void> {
  const drafts = draftStorage();
  // Without them nobody knows what is still wanted.
  if (drafts === undefined) return;
  const present = documentStore.getState();
  const kept = (await drafts.list()).filter(({ origin }) => origin === "own");
  const ids = [...kept.map(({ id }) => id), ...(present.origin === "own" ? [present.id] : [])];
  const out = keptOut();
  await forgetJobs(new Set([...ids, ...out].flatMap((id) => ownJobId(id) ?? [])));
  // Nobody reads those that could not be shown, so nobody knows which files they name.
  if (out.size === 0) await keepOnly(new Map([...kept, present].map(({ id, document }) => [id, new Set(namedFiles(document))])));
}
