import type { AnalysisMessage, AnalysisRequest } from "../../designer/analysis/analysis-request.ts";
import { answerRequest } from "../../designer/analysis/answer-request.ts";
import { createDesignCatalog } from "../design-catalog.ts";

/** Reads and checks documents for the page, which ends this thread when it takes too long. It evaluates no text. [UI60] */
const catalog = createDesignCatalog();
const say = (message: AnalysisMessage): void => postMessage(message);

addEventListener("message", ({ data }: MessageEvent<AnalysisRequest>) => {
  answerRequest(data, catalog).then(
    (answer) => say({ kind: "answer", answer }),
    (error: unknown) => say({ kind: "failed", reason: error instanceof Error ? error.message : String(error) }),
  );
});
say({ kind: "ready" });
