import { readJobLink } from "../analysis/read-document.ts";
import { autosave } from "../document/autosave.ts";
import { openDocument } from "../document/document-store.ts";
import { openDrafts, type Drafts } from "../document/drafts.ts";
import { examples, translated } from "../examples/example.ts";
import { installDrafts, newDocumentId, sayNotSaved } from "../commands/file-actions.ts";
import { text } from "../i18n/language.ts";
import { openDialog } from "../workspace/dialog-store.ts";
import { workspaceStore } from "../workspace/workspace-store.ts";

/**
 * Opens what the visit starts with: the job in the address, else the one worked on last (that is the crash restore), else the
 * running word count of a first visit. [UI24]
 */
export async function openFirst(hash: string): Promise<"link" | "draft" | "example"> {
  const drafts = await draftsOrNone();
  try {
    return await openInto(drafts, hash);
  } finally {
    // Only now: what stands in the store before anything is opened is nobody's work.
    if (drafts) autosave(drafts, sayNotSaved);
  }
}

async function openInto(drafts: Drafts | undefined, hash: string): Promise<"link" | "draft" | "example"> {
  const linked = hash === "" ? undefined : await readJobLink(hash);
  if (linked?.document) {
    openDocument(linked.document, "link", newDocumentId());
    workspaceStore.setState({ readOnly: true });
    return "link";
  }
  if (linked) openDialog({ kind: "import", name: text("shell", "sharedLink"), report: linked });
  const draft = await drafts?.latest();
  if (draft) {
    openDocument(draft.document, "own", draft.id);
    return "draft";
  }
  const [first] = examples;
  if (first) openDocument(translated(first), "example", `example-${first.id}`);
  workspaceStore.setState({ firstRun: true, view: "physical" });
  return "example";
}

/** A browser that refuses storage still draws and runs. */
async function draftsOrNone(): Promise<Drafts | undefined> {
  try {
    const drafts = await openDrafts();
    installDrafts(drafts);
    return drafts;
  } catch (error) {
    sayNotSaved(error);
    return undefined;
  }
}
