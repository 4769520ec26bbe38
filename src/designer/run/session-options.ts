import type { JobClient, JobFile } from "../../control/job-client.ts";
import type { JobDocument, RunPace } from "../../graph/job-document.ts";
import type { SharedMoment } from "../document/shared-moment.ts";
import type { Branch } from "./branches.ts";

export interface SessionOptions {
  /** Makes a client that no job runs in yet. `onBroken` hears when what runs the job dies without a word. */
  readonly connect: (onBroken: (message: string) => void, isolated: boolean) => JobClient;
  /** Whether the document is a stranger's at this moment. */
  readonly isolated: () => boolean;
  /** Files that the document's sources name. */
  readonly files?: (document: JobDocument) => readonly JobFile[];
  /** The pace of a deterministic run of the document; default: what the document says. */
  readonly paceOf?: (document: JobDocument) => RunPace;
  /** Job id of the document that starts: the same one for the same document, so that a later page finds its checkpoints. */
  readonly jobId: () => string;
}

/** One course of a job that is to be run. */
export interface RunPlan {
  readonly branches: readonly Branch[];
  /** Job clock up to which the run goes at full speed, past every stop. */
  readonly skipTo: number;
  /** Where it rests. */
  readonly moment?: SharedMoment;
  readonly restore: "none" | "latest";
}

/** The document as it is run: with the pace that was chosen for it, where it names none. */
export function withPace(document: JobDocument, paceOf: SessionOptions["paceOf"]): JobDocument {
  if (paceOf === undefined || document.run?.pace !== undefined || document.run?.mode === "freeRunning") return document;
  const pace = paceOf(document);
  return pace.kind === "unlimited" ? document : { ...document, run: { ...document.run, pace } };
}
