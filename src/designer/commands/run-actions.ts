import { diagnosticText } from "../analysis/diagnostic-text.ts";
import { currentDocument } from "../document/document-store.ts";
import type { RunControl } from "../shell/slots.ts";
import { announce, showTimeline } from "../workspace/workspace-store.ts";

/** Starts the present document; what keeps it from starting is read out and stands in the problems list. */
export async function startRun(run: RunControl): Promise<void> {
  const [problem] = await run.start(currentDocument());
  if (!problem) return;
  showTimeline("problems");
  announce(diagnosticText(problem));
}
