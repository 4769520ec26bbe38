import type { JobDocument } from "../../graph/job-document.ts";
import { sameJob } from "../document/same-job.ts";
import type { SharedMoment } from "../document/shared-moment.ts";
import { hashUpTo } from "../run/go-to-moment.ts";
import type { Workbench } from "../workspace/workbench.ts";

/** The moment on screen with the job as it was run, or why no link can lead there. */
type Shareable =
  | { readonly document: JobDocument; readonly moment: SharedMoment }
  | { readonly why: "none" | "free" | "edited" | "recovered" };

/** What a link carries of the run on screen: branch, faults up to now, event and camera. [DC32] */
export function presentMoment({ session, editor, workspace, canvas }: Workbench): Shareable {
  const { player, document } = session;
  const { branches, restoredFrom } = session.store.getState();
  if (!player || !document || player.view.cursor === 0) return { why: "none" };
  if (player.header.mode !== "deterministic") return { why: "free" };
  if (restoredFrom !== undefined) return { why: "recovered" };
  if (!sameJob(document, editor.document)) return { why: "edited" };
  const { name: branch = "A", faults = [] } = branches.at(-1) ?? {};
  const { cursor, at } = player.view;
  const moment = {
    branch,
    faults: faults.filter((fault) => fault.at <= at),
    event: cursor,
    hash: hashUpTo(player, cursor),
    view: workspace.state.view,
    camera: canvas.control?.camera(),
  };
  return { document: session.asRun(document), moment };
}
