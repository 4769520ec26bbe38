import { jobLock } from "./leadership.ts";
import { cellFiles, opfsFiles } from "./opfs-files.ts";

/**
 * Removes checkpoints and output of jobs that are over and that nobody can go back to: all but those in `kept` and those that run in a
 * tab. A job that cannot be removed now is removed next time. [HB13]
 */
export async function forgetJobs(kept: ReadonlySet<string>): Promise<void> {
  for (const files of [opfsFiles, cellFiles]) {
    for (const jobId of await files.list("")) {
      if (kept.has(jobId)) continue;
      await navigator.locks.request(jobLock(jobId), { ifAvailable: true }, async (lock) => {
        if (lock !== null) await files.remove(jobId).catch(heldOpen);
      });
    }
  }
}

/** A worker that is just ending may still have a file open. */
function heldOpen(error: unknown): void {
  if (!(error instanceof DOMException && error.name === "NoModificationAllowedError")) throw error;
}
