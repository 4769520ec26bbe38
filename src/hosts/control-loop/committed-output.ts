import { itemsOf } from "../../stream/indices.ts";
import { decodeUtf8 } from "../../base/utf8.ts";
import type { CommittedOutput, CommittedRow, TransactionEnd, JobFile } from "../../control/job-client.ts";
import type { RunnableJob } from "../../graph/compile-graph.ts";
import type { TopologyOperator } from "../../graph/topology.ts";
import type { PublishedPart } from "../stores.ts";

/** A published file of a two-phase sink. */
export interface PublishedFile {
  readonly target: string;
  readonly bytes: Uint8Array;
}

/** Rows after which an answer ends; the next one goes on behind them. */
const rowsPerAnswer = 10_000;
const filesPerAnswer = 1000;

/** First segment of the targets of file sinks. */
const fileKind = "file/";

/** A job as far as the places of its output need it. */
type Placed = Pick<RunnableJob, "topology" | "origins">;

/** What runs `operator`, as the front end calls it. */
function partsOf({ topology, origins }: Placed, operator: string): readonly TopologyOperator[] {
  return topology.vertices.flatMap(({ operators }) => itemsOf(operators)).filter(({ node }) => origins.nodes[node] === operator);
}

/** Directories below which the table sinks of `operator` publish their parts, one JSON line per row. */
export function tableDirectories(job: Placed, operator: string): readonly string[] {
  return partsOf(job, operator).map(({ id }) => `table/${id}/`);
}

/** Rows in `files`, which are given in commit order, from row `from` on. Files of other sinks are passed over. */
export function committedOutput(files: Iterable<PublishedFile>, directories: readonly string[], from: number): CommittedOutput {
  const rows: CommittedRow[] = [];
  const transactions: TransactionEnd[] = [];
  let next = 0;
  for (const { target, bytes } of files) {
    if (!directories.some((directory) => target.startsWith(directory))) continue;
    for (const line of linesOf(bytes)) if (next++ >= from) rows.push(line);
    if (next > from) transactions.push({ id: transactionOf(target), to: next });
  }
  return { next, rows, transactions };
}

/** Id of the transaction that published a part of a table. */
function transactionOf(target: string): string {
  const [, operator = "", label = "", subtask = "", part = ""] = /^table\/(.*)\/(\d+)-(\d+)-(\d+)\.jsonl$/.exec(target) ?? [];
  return `${operator}-${subtask}-${label}-${part}`;
}

/** Rows of a job's published parts, some at a time; remembers how many each part has, so that it is not read again for those behind it. */
export class CommittedRows {
  readonly #counts = new WeakMap<PublishedPart, number>();

  async read(parts: readonly PublishedPart[], directories: readonly string[], from: number): Promise<CommittedOutput> {
    const rows: CommittedRow[] = [];
    const transactions: TransactionEnd[] = [];
    let next = 0;
    for (const part of parts) {
      if (rows.length >= rowsPerAnswer) break;
      if (!directories.some((directory) => part.target.startsWith(directory))) continue;
      const known = this.#counts.get(part);
      if (known !== undefined && next + known <= from) next += known;
      else {
        const lines = linesOf(await part.read());
        this.#counts.set(part, lines.length);
        rows.push(...lines.slice(Math.max(0, from - next)));
        next += lines.length;
        if (next > from) transactions.push({ id: transactionOf(part.target), to: next });
      }
    }
    return { next, rows, transactions };
  }
}

/** Part files of the file sinks of `operator` from number `from` on, by their paths below the output folder. [CN30] */
export async function committedFiles(
  parts: readonly PublishedPart[],
  job: Placed,
  asked: { readonly operator: string; readonly from: number },
): Promise<readonly JobFile[]> {
  const writers = partsOf(job, asked.operator);
  const mine = parts.filter(({ target }) => target.startsWith(fileKind) && writers.some(({ id }) => target.includes(`/part-${id}-`)));
  const some = mine.slice(asked.from, asked.from + filesPerAnswer);
  return Promise.all(some.map(async (part) => ({ name: part.target.slice(fileKind.length), blob: await part.file() })));
}

function linesOf(bytes: Uint8Array): readonly CommittedRow[] {
  const lines = decodeUtf8(bytes).split("\n");
  return lines.filter((line) => line !== "").map((line) => JSON.parse(line) as CommittedRow);
}
