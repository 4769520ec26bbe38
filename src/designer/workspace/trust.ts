import { isUntrusted } from "../document/editor.ts";
import { text } from "../i18n/language.ts";
import { isLive } from "../run/session-state.ts";
import type { Workbench } from "./workbench.ts";

/**
 * Asks, before the present document runs, whatever is not settled yet: how far a job from elsewhere is let, and whether it gets files
 * that another document has. Resolves to whether it may run; as what, is in the document store then. [UI51] [UI52]
 */
export async function mayRun(workbench: Workbench): Promise<boolean> {
  const { id, document, trust, follows } = workbench.editor.state;
  if (follows) {
    workbench.dialogs.showToast(text("shell", "writtenElsewhere"), "refused");
    return false;
  }
  const files = workbench.files.toAskFor(id, document).filter(({ name }) => !workbench.files.wasRefused(id, name));
  const asksTrust = trust === "unasked";
  if (!asksTrust && files.length === 0) return true;
  const answer = await workbench.dialogs.ask({ purpose: "run", asksTrust, files });
  // Another document may have been opened behind the question.
  if (answer === undefined || workbench.editor.document !== document) return false;
  if (asksTrust) workbench.editor.setTrust(answer.trust);
  workbench.files.grant(id, document.name, answer.files);
  for (const file of files) if (!answer.files.includes(file)) workbench.files.refuse(id, file.name);
  return true;
}

/** Shows what the present document holds, and asks whether it is trusted. */
export async function askForTrust(workbench: Workbench): Promise<void> {
  const { document, id } = workbench.editor.state;
  const answer = await workbench.dialogs.ask({ purpose: "trust", asksTrust: true, files: [] });
  if (answer === undefined || workbench.editor.document !== document) return;
  workbench.editor.setTrust(answer.trust);
  if (answer.trust !== "trusted") return;
  // What the cell kept of a run stays there.
  workbench.runMemory.forget(id);
  workbench.workspace.announce(text("trust", "trusted"));
}

/** Takes trust back: what runs with it is stopped. */
export function withdrawTrust(workbench: Workbench): void {
  const { session } = workbench;
  if (isLive(session.store.getState().phase)) session.cancel();
  workbench.editor.setTrust("isolated");
  workbench.workspace.announce(text("trust", "withdrawn"));
}

/** Why the document needs no trust; undefined when it does. */
export function cannotTrust(workbench: Workbench): string | undefined {
  const { trust, follows } = workbench.editor.state;
  if (follows) return text("commands", "unavailable.follows");
  return isUntrusted(trust) ? undefined : text("commands", "unavailable.notStrange");
}

/** Why there is no trust to take back; undefined when there is. */
export function cannotWithdraw(workbench: Workbench): string | undefined {
  const { trust, follows } = workbench.editor.state;
  if (follows) return text("commands", "unavailable.follows");
  return trust === "trusted" ? undefined : text("commands", "unavailable.notTrusted");
}
