import type { RunShape } from "../../observe/event.ts";
import type { Failure, RunState } from "../../observe/run-state.ts";
import type { TaskIndex } from "../../stream/indices.ts";
import { engineText, hasWords, text } from "../i18n/language.ts";
import { plainName, subtaskLabel } from "./names.ts";

/** The exception the job failed of, at the moment on screen; undefined while it has not. */
export function jobFailure({ status, failures }: RunState): Failure | undefined {
  if (status !== "FAILED" && status !== "FAILING") return undefined;
  return failures.find(({ outcome }) => outcome?.kind === "jobFailed");
}

/** What of the document a failure leads to. */
export interface FailedParts {
  /** The operator whose work it was; undefined where it was a whole subtask's that runs several, or the job's. */
  readonly operator: string | undefined;
  /** The edge whose partitioner it was. */
  readonly edge: string | undefined;
  /** All operators that the failed subtask runs, head first. */
  readonly operators: readonly string[];
}

export function failedParts({ topology, origins }: RunShape, { subtask, detail }: Failure): FailedParts {
  const chain = topology.vertices[topology.subtasks[subtask]?.vertex ?? -1]?.operators;
  const operators = [...new Set(chain?.flatMap(({ node }) => origins.nodes[node] ?? []))];
  const blamed = detail?.operator === undefined ? undefined : chain?.[detail.operator];
  const edge = detail?.channel === undefined ? undefined : topology.channels[detail.channel]?.edge;
  return {
    operator: blamed ? origins.nodes[blamed.node] : operators.length === 1 ? operators[0] : undefined,
    edge: edge === undefined ? undefined : origins.edges[edge],
    operators,
  };
}

/** Who failed, as the person named it: the operator, else the subtask; "" for the job as a whole. */
export function failedName({ topology }: RunShape, { subtask, detail }: Failure): string {
  const chain = topology.vertices[topology.subtasks[subtask]?.vertex ?? -1]?.operators;
  const blamed = detail?.operator === undefined ? undefined : chain?.[detail.operator];
  return blamed ? plainName(blamed.name) : subtaskLabel(topology, subtask);
}

/**
 * What went wrong, in the page's language, without where, and without the name of a class or the number of a rule, which say nothing.
 * What a user's function says stays as it is. [UI167]
 */
export function failureMessage({ detail, cause }: Failure): string {
  return plainly(detail?.message ?? cause ?? "");
}

/** In the page's language where it is the engine that speaks: also out of a call of a user's function. */
function plainly(told: string): string {
  const [, kind = "", words = ""] = /^((?:[A-Z]\w*)?Error: )?(?:\[[A-Z]+\d+\] )?([\s\S]*)$/.exec(told) ?? [];
  const said = engineText(words);
  return said !== words || kind === "Error: " ? said : kind + words;
}

/** The whole cause the job failed of, with who and where, in the page's language. [UI167] */
export function jobCause(view: RunState): string | undefined {
  const failed = jobFailure(view);
  const cause = failed && (view.statusCause ?? failed.cause);
  if (cause === undefined) return undefined;
  const { message, line, record } = failed?.detail ?? {};
  const whole = engineText(cause);
  if (message === undefined || !hasWords("failure")) return whole;
  // As `failureText` has put it together.
  const inLine = (words: string): string => `, ${words}: ${message}`;
  const placed = line === undefined ? whole : whole.replace(inLine(`line ${line}`), () => inLine(text("failure", "line", { line })));
  const told = record === undefined ? placed : placed.replace(`(record ${record})`, () => `(${text("failure", "record")} ${record})`);
  return told.replace(message, () => plainly(message));
}

/** A part of the picture that a person looks at; a subtask is looked at with the operator that it runs. */
export interface LookedAt {
  readonly operator?: string;
  readonly subtask?: TaskIndex | undefined;
  readonly edge?: string;
}

/** The newest exception that is about the edge, the subtask, or the operator. */
export function newestFailureAt(
  shape: RunShape,
  failures: readonly Failure[],
  part: LookedAt,
): Failure | undefined {
  return failures.findLast((failure) => {
    if (part.subtask !== undefined) return failure.subtask === part.subtask;
    const { operator, edge, operators } = failedParts(shape, failure);
    if (part.edge !== undefined) return edge === part.edge;
    return part.operator !== undefined && (operator === undefined ? operators : [operator]).includes(part.operator);
  });
}

/** Newest first; what one cause did to several subtasks at one moment is one exception. */
export function failureHistory(failures: readonly Failure[]): readonly Failure[] {
  const first = failures.filter((failure, index) => {
    const before = failures[index - 1];
    return before === undefined || before.at !== failure.at || before.cause !== failure.cause || failure.detail !== undefined;
  });
  return first.toReversed();
}
