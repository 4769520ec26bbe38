import type { Diagnostic } from "../../graph/diagnostic.ts";
import { documentLimits } from "../../graph/document-limits.ts";
import { limitDiagnostic } from "../../graph/document-size.ts";
import type { JobDocument } from "../../graph/job-document.ts";
import type { PastedText } from "../document/clipboard.ts";
import type { JobReport } from "../document/job-file.ts";
import type { LinkReport } from "../document/share-link.ts";
import type { Analysis } from "./analysis.ts";
import type { ReadJob } from "./analysis-request.ts";
import { analysisDeadlines, AnalysisThread, LateAnswerError, type AnalysisWorker } from "./analysis-thread.ts";

/** Reads and checks what others wrote, in a worker that is started when it is first needed. */
export class DocumentReader {
  readonly #thread: AnalysisThread | undefined;
  /** What was found out of documents when they were read. */
  readonly #known = new WeakMap<JobDocument, Analysis>();

  /** `start` starts the worker; without it nothing can be read. */
  constructor(start: (() => AnalysisWorker) | undefined) {
    this.#thread = start && new AnalysisThread(start);
  }

  /** True when there is a worker to check documents in. */
  get isThere(): boolean {
    return this.#thread !== undefined;
  }

  /** Loads the worker ahead of its first use. */
  warmUp(): void {
    this.#thread?.warmUp();
  }

  /** Reads a job file, off this thread: its document, and what is wrong with it as a text and as a job. [UI60] */
  async readFile(file: Blob): Promise<JobReport> {
    try {
      return this.#remembered(await this.#asked().ask({ kind: "file", file }));
    } catch (error) {
      return { document: undefined, findings: [failure(error, "import.late")] };
    }
  }

  /** Reads the job in an address, off this thread; undefined when there is none. [UI60] */
  async readLink(hash: string): Promise<LinkReport | undefined> {
    try {
      const read = await this.#asked().ask({ kind: "link", hash });
      return read && this.#remembered(read);
    } catch (error) {
      return { document: undefined, findings: [failure(error, "import.late")] };
    }
  }

  /** Reads pasted text, off this thread. [UI60] */
  async readPaste(text: string): Promise<PastedText | undefined> {
    if (text.length > documentLimits.characters) return { problem: limitDiagnostic("characters", text.length, undefined) };
    try {
      return await this.#asked().ask({ kind: "paste", text });
    } catch (error) {
      return { problem: failure(error, "import.late") };
    }
  }

  /** Checks a document off this thread. One that takes too long is known by that alone. [UI61] */
  async analyse(document: JobDocument): Promise<Analysis> {
    const known = this.#known.get(document);
    if (known !== undefined) return known;
    try {
      return await this.#asked().ask({ kind: "document", document });
    } catch (error) {
      return { diagnostics: [failure(error, "analysis.late")], inputs: new Map(), outputs: new Map() };
    }
  }

  #remembered({ analysis, ...report }: ReadJob): LinkReport {
    if (report.document !== undefined && analysis !== undefined) this.#known.set(report.document, analysis);
    return report;
  }

  #asked(): AnalysisThread {
    if (this.#thread === undefined) throw new Error("there is no analysis worker");
    return this.#thread;
  }
}

function failure(error: unknown, late: "import.late" | "analysis.late"): Diagnostic {
  const seconds = analysisDeadlines.answerMs / 1000;
  if (error instanceof LateAnswerError) {
    const what = late === "import.late" ? "read" : "checked";
    const message = `The job could not be ${what} within ${seconds} s. Make it smaller.`;
    return { severity: "error", code: late, message, values: { seconds } };
  }
  const reason = error instanceof Error ? error.message : String(error);
  const message = `The job could not be checked: ${reason}. Load the page again.`;
  return { severity: "error", code: "analysis.broken", message, values: { reason } };
}
