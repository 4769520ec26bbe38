import { buildJobGraph } from "../../graph/build-job-graph.ts";
import type { Catalog } from "../../graph/catalog.ts";
import { examineJob } from "../../graph/examine-job.ts";
import { planJson } from "../../graph/plan-json.ts";
import { currentDocument } from "../document/document-store.ts";
import { text } from "../i18n/language.ts";
import { showToast } from "../workspace/dialog-store.ts";
import { announce, showTimeline } from "../workspace/workspace-store.ts";
import { download, fileNameOf } from "../workspace/download.ts";

/** The plan as Flink's own plan viewer reads it. A job with errors has no plan: its problems are shown instead. */
export function exportPlan(catalog: Catalog): void {
  const document = currentDocument();
  const { sound } = examineJob(document, catalog);
  if (sound === undefined) {
    showTimeline("problems");
    announce(text("shell", "noPlan"));
    return;
  }
  const jobId = crypto.randomUUID().replaceAll("-", "");
  download(fileNameOf(document.name, "plan.json"), `${JSON.stringify(planJson(buildJobGraph(sound.plannedGraph), jobId), null, 2)}\n`);
  showToast(text("shell", "planExported", { name: document.name }));
}
