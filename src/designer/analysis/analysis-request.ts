import type { JobDocument } from "../../graph/job-document.ts";
import type { PastedText } from "../document/clipboard.ts";
import type { LinkReport } from "../document/share-link.ts";
import type { Analysis } from "./analysis.ts";

/** What the analysis worker is asked for: to read what somebody handed over, or to check the document that is being drawn. */
export type AnalysisRequest =
  | { readonly kind: "file"; readonly file: Blob }
  | { readonly kind: "link"; readonly hash: string }
  | { readonly kind: "paste"; readonly text: string }
  | { readonly kind: "document"; readonly document: JobDocument };

/** A document that was read, with all that was found out of it: it is not checked again when it is opened. */
export interface ReadJob extends LinkReport {
  readonly analysis?: Analysis;
}

/** Its answers, by the kind of request. */
export interface AnalysisAnswers {
  readonly file: ReadJob;
  readonly link: ReadJob | undefined;
  readonly paste: PastedText | undefined;
  readonly document: Analysis;
}

export type AnalysisAnswer = AnalysisAnswers[keyof AnalysisAnswers];

/** What comes back over the line: `ready` once when it can be asked, then one message for each request. */
export type AnalysisMessage =
  | { readonly kind: "ready" }
  | { readonly kind: "answer"; readonly answer: AnalysisAnswer }
  | { readonly kind: "failed"; readonly reason: string };
