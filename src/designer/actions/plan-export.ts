import { buildJobGraph } from "../../graph/build-job-graph.ts";
import { examineJob } from "../../graph/examine-job.ts";
import { planJson } from "../../graph/plan-json.ts";
import { text } from "../i18n/language.ts";
import { download, fileNameOf } from "../workspace/download.ts";
import type { Workbench } from "../workspace/workbench.ts";

/** The plan as Flink's own plan viewer reads it. A job with errors has no plan: its problems are shown instead. */
export function exportPlan(workbench: Workbench): void {
  const { document } = workbench.editor;
  const { sound } = examineJob(document, workbench.catalog);
  if (sound === undefined) {
    workbench.workspace.showTimeline("problems");
    workbench.dialogs.showToast(text("shell", "noPlan"), "refused");
    return;
  }
  const jobId = crypto.randomUUID().replaceAll("-", "");
  download(fileNameOf(document.name, "plan.json"), `${JSON.stringify(planJson(buildJobGraph(sound.plannedGraph), jobId), null, 2)}\n`);
  workbench.dialogs.showToast(text("shell", "planExported", { name: document.name }));
}
