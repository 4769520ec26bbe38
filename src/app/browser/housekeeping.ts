import { quarantinedIds } from "../../designer/document/opening.ts";
import { namedFiles } from "../../designer/document/named-files.ts";
import { keepOnly } from "../../designer/workspace/kept-files.ts";
import { forgetJobs } from "../../hosts/browser/forget-jobs.ts";
import type { Workbench } from "../../designer/workspace/workbench.ts";

/** A run that was put away lets go of its files and its lock a moment later. */
const afterMs = 4_000;

let planned: ReturnType<typeof setTimeout> | undefined;

/** Soon removes what no run can go back to: jobs of examples, links and deleted documents, and files that no document names. [HB13] */
export function scheduleHousekeeping(workbench: Workbench): void {
  clearTimeout(planned);
  planned = setTimeout(() => void tidy(workbench), afterMs);
}

/** Job id of a document of the person's own: the same at every run, so that a later page finds its checkpoints. */
export function ownJobId(documentId: string): string | undefined {
  const id = documentId.replaceAll("-", "");
  return /^[0-9a-f]{32}$/.test(id) ? id : undefined;
}

async function tidy({ drafts, editor }: Workbench): Promise<void> {
  // Without them nobody knows what is still wanted.
  if (drafts === undefined) return;
  const present = editor.state;
  // What was deleted a moment ago may be brought back.
  const kept = [...(await drafts.list()), ...(await drafts.discarded())].filter(({ origin }) => origin === "own");
  const ids = [...kept.map(({ id }) => id), ...(present.origin === "own" ? [present.id] : [])];
  const out = quarantinedIds();
  await forgetJobs(new Set([...ids, ...out].flatMap((id) => ownJobId(id) ?? [])));
  // Nobody reads those that could not be shown, so nobody knows which files they name.
  if (out.size === 0) await keepOnly(new Map([...kept, present].map(({ id, document }) => [id, new Set(namedFiles(document))])));
}
