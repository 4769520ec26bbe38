import type { JobDocument } from "../../graph/job-document.ts";
import { noTask, type TaskIndex } from "../../stream/indices.ts";
import { indexOf } from "../document/document-index.ts";
import type { RunPlayer } from "./run-player.ts";

/** Rows of the log on their way to an operator, oldest first. */
export interface RowsGot {
  readonly texts: readonly string[];
  /** Whose rows they are: what that operator took, or let out where it is a source. */
  readonly of: { readonly operator: string; readonly side: "inputs" | "outputs" };
  /** Operators of its chain that the rows go through on the way, in that order: between operators of a chain nothing is logged. */
  readonly through: readonly string[];
}

/** Why there are none: it is not in the run; the run tells nothing of its records; what stands in front in its chain remembers rows. */
export type NoRowsGot = "notInRun" | "notLogged" | "insideChain";

const most = 12;
/** Events looked through, newest first: a quiet operator of a long run costs little. */
const searched = 100_000;

/** Operators whose output follows from one row alone, so that what they gave in the run is known again. */
const withoutMemory: ReadonlySet<string> = new Set(["map", "filter", "flat-map", "assign-timestamps", "union"]);

/** The newest rows that `operator` of the document that ran got up to the moment on screen. [OB50] */
export function rowsGot(player: RunPlayer, document: JobDocument, operator: string): RowsGot | NoRowsGot {
  const { topology, origins } = player.header;
  const vertex = topology.vertices.findIndex(({ operators }) => operators.some(({ node }) => origins.nodes[node] === operator));
  const chain = [...(topology.vertices[vertex]?.operators ?? [])];
  const [head] = chain;
  if (!head) return "notInRun";
  const chained = new Set(chain.map(({ node }) => origins.nodes[node] ?? ""));
  const path = pathTo(document, operator, chained);
  if (!path) return "notInRun";
  const through = head.role === "source" ? path.slice(1) : path;
  const typeOf = (id: string): string => indexOf(document).operator(id)?.type ?? "";
  if (!through.every((id) => withoutMemory.has(typeOf(id)))) return "insideChain";
  const subtasks = new Set(topology.subtasks.flatMap((subtask, index) => (subtask.vertex === vertex ? [index] : [])));
  const texts = textsOf(player, subtasks);
  if (texts.length === 0) return "notLogged";
  const of = { operator: path[0] ?? operator, side: head.role === "source" ? ("outputs" as const) : ("inputs" as const) };
  return { texts, of, through: through.filter((id) => typeOf(id) !== "union" && typeOf(id) !== "assign-timestamps") };
}

/** From the head of its chain to the operator that stands in front of it; empty for a head. */
function pathTo(document: JobDocument, operator: string, chained: ReadonlySet<string>): string[] | undefined {
  const path: string[] = [];
  let at = operator;
  while (path.length < chained.size) {
    const before = indexOf(document).edgesInto(at).map(({ from }) => from.operator).filter((id) => chained.has(id));
    const [one] = before;
    if (one === undefined) return path;
    if (before.length > 1) return undefined;
    path.unshift(one);
    at = one;
  }
  return path;
}

/** Of a run that logs every record what the subtasks worked on, else the records that were sent to them and are in the log. */
function textsOf({ header, log, view }: RunPlayer, subtasks: ReadonlySet<TaskIndex>): readonly string[] {
  const isFree = header.mode === "freeRunning";
  const texts: string[] = [];
  for (let seq = view.cursor - 1; seq >= Math.max(log.dropped, view.cursor - searched) && texts.length < most; seq--) {
    const event = log.event(seq);
    if (event?.body.kind === "processing" && subtasks.has(event.subtask)) texts.unshift(event.body.text);
    if (!isFree || event?.body.kind !== "sent" || event.body.element.kind !== "record") continue;
    if (subtasks.has(header.topology.channels[event.body.channel]?.to ?? noTask)) texts.unshift(event.body.element.text);
  }
  return texts;
}
