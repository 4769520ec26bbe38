import type { JobDocument } from "../../graph/job-document.ts";
import type { LegendKey } from "../glyph/legend-glyph.tsx";
import { operatorFacts } from "../run/operator-facts.ts";
import type { RunPlayer } from "../run/run-player.ts";

interface Drawing {
  readonly document: JobDocument;
  /** Operators with an error. */
  readonly wrong: ReadonlySet<string | undefined>;
  readonly player: RunPlayer | undefined;
}

/** What the drawing shows of the job, and of its run at this moment. */
export function drawnOnCanvas({ document, wrong, player }: Drawing): ReadonlySet<LegendKey> {
  const drawn = new Set<LegendKey>();
  const usual = Number(document.config["parallelism.default"] ?? 1);
  for (const { id, parallelism = usual } of document.operators) {
    if (parallelism > 1) drawn.add("parallel");
    if (wrong.has(id)) drawn.add("invalid");
    const facts = player && operatorFacts(player, id);
    if (!facts) continue;
    if (facts.busy !== undefined) drawn.add("busy");
    if (facts.backPressuredBy !== undefined) drawn.add("full");
    if (facts.watermark !== undefined) drawn.add("watermark");
    if (facts.status === "failed") drawn.add("failure");
    if (facts.status === "restoring") drawn.add("restore");
    if (facts.status === "finished") drawn.add("finished");
  }
  if (player && document.edges.length > 0) drawn.add("gauge");
  if (document.edges.some(({ from }) => from.port !== "out")) drawn.add("sideOutput");
  return drawn;
}
