import { documentStore, isStranger, setTrust } from "../document/document-store.ts";
import { text } from "../i18n/language.ts";
import type { RunControl } from "../run/run-control.ts";
import { isLive } from "../run/job-state.ts";
import { ask } from "./dialog-store.ts";
import { filesToAskFor, grantFiles } from "./file-store.ts";
import { forgetRun } from "./run-memory.ts";
import { announce } from "./workspace-store.ts";

/** Files that a document was not given when it was asked for them, as "document name": asked once per visit. */
const refused = new Set<string>();

/**
 * Asks, before the present document runs, whatever is not settled yet: how far a job from elsewhere is let, and whether it gets files
 * that another document has. Resolves to whether it may run; as what, is in the document store then. [UI51] [UI52]
 */
export async function mayRun(): Promise<boolean> {
  const { id, document, trust } = documentStore.getState();
  const files = filesToAskFor(id, document).filter(({ name }) => !refused.has(`${id} ${name}`));
  const asksTrust = trust === "unasked";
  if (!asksTrust && files.length === 0) return true;
  const answer = await ask({ purpose: "run", asksTrust, files });
  // Another document may have been opened behind the question.
  if (answer === undefined || documentStore.getState().document !== document) return false;
  if (asksTrust) setTrust(answer.trust);
  grantFiles(id, document.name, answer.files);
  for (const file of files) if (!answer.files.includes(file)) refused.add(`${id} ${file.name}`);
  return true;
}

/** Shows what the present document holds, and asks whether it is trusted. */
export async function askForTrust(): Promise<void> {
  const { document, id } = documentStore.getState();
  const answer = await ask({ purpose: "trust", asksTrust: true, files: [] });
  if (answer === undefined || documentStore.getState().document !== document) return;
  setTrust(answer.trust);
  if (answer.trust !== "trusted") return;
  // What the cell kept of a run stays there.
  forgetRun(id);
  announce(text("trust", "trusted"));
}

/** Takes trust back: what runs with it is stopped. */
export function withdrawTrust(run: RunControl): void {
  if (isLive(run.phase())) run.cancel();
  setTrust("isolated");
  announce(text("trust", "withdrawn"));
}

/** Why the document needs no trust; undefined when it does. */
export function cannotTrust(): string | undefined {
  return isStranger(documentStore.getState().trust) ? undefined : text("commands", "unavailable.notStrange");
}

/** Why there is no trust to take back; undefined when there is. */
export function cannotWithdraw(): string | undefined {
  return documentStore.getState().trust === "trusted" ? undefined : text("commands", "unavailable.notTrusted");
}
