import { diagnosticText } from "../analysis/diagnostic-text.ts";
import { documentStore } from "../document/document-store.ts";
import type { RunControl } from "../shell/slots.ts";
import { runBegan } from "../workspace/run-memory.ts";
import { announce, showTimeline } from "../workspace/workspace-store.ts";

/**
 * Starts the present document, "latest": from the newest complete checkpoint of its last run. What keeps it from starting is read
 * out and stands in the problems list.
 */
export async function startRun(run: RunControl, restore: "none" | "latest" = "none"): Promise<void> {
  const { document, origin, id } = documentStore.getState();
  const [problem] = await run.start(document, restore);
  if (!problem) {
    if (origin === "own") runBegan(id);
    return;
  }
  showTimeline("problems");
  announce(diagnosticText(problem));
}
