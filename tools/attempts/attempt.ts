import { readFileSync } from "node:fs";
import { z } from "zod";

/** Bodies of user functions, run one after the other in one real job. What the last one gives must match `safe`. */
export interface LanguageAttempt {
  readonly kind: "language";
  readonly class: string;
  readonly name: string;
  readonly body: readonly string[];
  /** Pattern of the printed result; "UTC?" asks for the result of a machine in UTC. */
  readonly safe: string;
}

/** A job to run (`job`) or only to open (`open`). The first letter of the name is its class. */
export interface JobAttempt {
  readonly kind: "job" | "open";
  readonly name: string;
  readonly job: JobText;
  /** Over the rules of its class: pattern that standard output and error, put together, must match. */
  readonly safe?: string;
  /** Over the rules of its class: pattern that they must not match. */
  readonly harm?: string;
}

/** A document as it lies in the file: nothing about it is to be trusted. A text is a document as it is, JSON or not. */
export type JobText = Readonly<Record<string, unknown>> | string;

export type Attempt = LanguageAttempt | JobAttempt;

const line = z.union([
  z.object({ kind: z.literal("language"), class: z.string(), name: z.string(), body: z.array(z.string()).min(1), safe: z.string() }),
  z.object({
    kind: z.enum(["job", "open"]),
    name: z.string(),
    job: z.union([z.record(z.string(), z.unknown()), z.string()]),
    safe: z.string().optional(),
    harm: z.string().optional(),
  }),
]);

/** Reads a file of attempts, one JSON object a line. Throws with the number of a line that is none. */
export function readAttempts(file: string): readonly Attempt[] {
  return readFileSync(file, "utf8")
    .split("\n")
    .flatMap((text, at) => {
      if (text.trim() === "") return [];
      const raw: unknown = JSON.parse(text);
      const read = line.safeParse(raw);
      if (!read.success) throw new Error(`${file}, line ${at + 1}: ${z.prettifyError(read.error)}`);
      // The job as it was written: a copy by the schema would lose a key named __proto__.
      return [(read.data.kind === "language" ? read.data : { ...read.data, job: (raw as JobAttempt).job }) as Attempt];
    });
}

/** Class of an attempt, for `--class` and for sums: words for functions, a letter for jobs, "open" for documents. */
export function classOf(attempt: Attempt): string {
  if (attempt.kind === "language") return attempt.class;
  return attempt.kind === "open" ? "open" : attempt.name.slice(0, 1);
}

export const titleOf = (attempt: Attempt): string =>
  attempt.kind === "language" ? `language, ${attempt.class}: ${attempt.name}` : `${attempt.kind} ${attempt.name}`;

/** What came of an attempt: `won` says how it succeeded. */
export interface Verdict {
  readonly attempt: Attempt;
  /** Where: host, mode. */
  readonly where: string;
  readonly won: string | undefined;
  /** What the product answered, shortened. */
  readonly answer: string;
}

/** A source that repeats, or makes rows without end, is meant to go on until it is stopped. */
export const endless = ({ job }: JobAttempt): boolean => /"repeat":true|"numberOfRows":\d{7,}/.test(JSON.stringify(job));
