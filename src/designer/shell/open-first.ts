import { autosave } from "../document/autosave.ts";
import { DocumentWriter } from "../document/document-writer.ts";
import { openDrafts, type Drafts } from "../document/drafts.ts";
import { quarantine, endQuarantine, linkId, type Opening } from "../document/opening.ts";
import { translated } from "../examples/example.ts";
import { firstExample } from "../examples/word-count/word-count.ts";
import { createDocumentId, sayNotSaved } from "../actions/file-actions.ts";
import { text } from "../i18n/language.ts";
import type { Workbench } from "../workspace/workbench.ts";

/** A deleted job can be brought back for so long, in the list that it was deleted in. */
const discardedForMs = 60 * 60 * 1000;

/**
 * Opens what the visit starts with: the job in the address, else the one worked on last (that is the crash restore), else the
 * running word count of a first visit. [UI24] A job that an earlier page set out to show and did not is left out, and the person is
 * asked what to do with it. [UI67]
 */
export async function openFirst(workbench: Workbench, hash: string): Promise<"link" | "draft" | "example"> {
  const drafts = await draftsOrNone(workbench);
  const out = await workbench.opening.notShown();
  const link = hash === "" ? undefined : linkId(hash);
  const isOut = (id: string): boolean => out.some((opening) => opening.id === id);
  try {
    if (link !== undefined && !isOut(link) && (await openLink(workbench, link, hash))) return "link";
    if (drafts && (await openNewest(workbench, drafts, isOut))) return "draft";
    workbench.editor.open(translated(firstExample), "example", `example-${firstExample.id}`, "own");
    workbench.workspace.set({ firstRun: true, view: "physical" });
    return "example";
  } finally {
    await askAboutNotShown(workbench, drafts, link);
    // Only now: what stands in the store before anything is opened is nobody's work.
    if (drafts) writeAlone(workbench, drafts);
  }
}

/** From now on the document is saved, by one tab at a time. [DC30] */
function writeAlone(workbench: Workbench, drafts: Drafts): void {
  const onFailure = (error: unknown): void => sayNotSaved(workbench, error);
  workbench.writer = new DocumentWriter(workbench.editor, drafts, {
    onTurn: (name) => {
      void workbench.files.restore();
      workbench.dialogs.showToast(text("shell", "writesNow", { name }));
    },
    onCopy: (of) => workbench.workspace.set({ copyOf: of }),
    onFailure,
  });
  autosave(workbench, workbench.writer, onFailure);
}

/** False when the address carries no job, or a broken one. */
async function openLink(workbench: Workbench, id: string, hash: string): Promise<boolean> {
  workbench.opening.begin({ kind: "link", id });
  const linked = await workbench.reader.readLink(hash);
  if (linked?.document) {
    workbench.opening.begin({ kind: "link", id, name: linked.document.name });
    workbench.editor.open(linked.document, "link", createDocumentId(), "unasked");
    // It does not run: the view of a visit before would show nothing of it.
    workbench.workspace.set({ view: "logical" });
    const { moment } = linked;
    if (moment) workbench.workspace.set({ moment: { ...moment, of: linked.document } });
    if (moment?.view === "logical" && moment.camera) workbench.canvas.lookNext(moment.camera);
    return true;
  }
  if (linked) workbench.dialogs.open({ kind: "import", name: text("shell", "sharedLink"), report: linked });
  return false;
}

/** Opens the draft saved last of those that can be read. One that cannot is kept, and named to the person. */
async function openNewest(workbench: Workbench, drafts: Drafts, isOut: (id: string) => boolean): Promise<boolean> {
  for (const id of await drafts.ids()) {
    if (isOut(id)) continue;
    // Reading is part of opening: it is what a hostile document is made for.
    workbench.opening.begin({ kind: "draft", id });
    const draft = await drafts.read(id);
    if (!draft) {
      quarantine({ kind: "draft", id });
      continue;
    }
    workbench.opening.begin({ kind: "draft", id, name: draft.document.name });
    workbench.editor.open(draft.document, "own", id, draft.trust);
    // A run that can be gone on with is seen where it was left. Else the view of the last visit would be empty.
    if (!workbench.runMemory.isUnended(id)) workbench.workspace.set({ view: "logical" });
    return true;
  }
  return false;
}

/** Names what was left out, as long as it is there: drafts in storage, the job in this very address. */
async function askAboutNotShown(workbench: Workbench, drafts: Drafts | undefined, link: string | undefined): Promise<void> {
  const openings = await workbench.opening.notShown();
  if (openings.length === 0) return;
  const ids = new Set(await drafts?.ids());
  const isThere = ({ kind, id }: Opening): boolean => (kind === "link" ? id === link : ids.has(id));
  // A job that was imported and never shown was never saved either: there is nothing to decide about.
  for (const opening of openings) if (opening.kind === "draft" && !isThere(opening)) endQuarantine(opening.id);
  const there = openings.filter(isThere);
  if (there.length > 0) workbench.dialogs.open({ kind: "notShown", openings: there });
}

/** A browser that refuses storage still draws and runs. */
async function draftsOrNone(workbench: Workbench): Promise<Drafts | undefined> {
  try {
    workbench.drafts = await openDrafts();
    await workbench.drafts.removeDiscarded(discardedForMs);
  } catch (error) {
    sayNotSaved(workbench, error);
  }
  return workbench.drafts;
}
