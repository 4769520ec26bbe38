import { itemsOf } from "../../stream/indices.ts";
import { UpsertTable, readTableLines, type TableLine } from "../../connectors/table/table-lines.ts";
import type { CompiledJob } from "../../graph/compile-job.ts";

const kinds = ["+I", "-U", "+U", "-D"];

/** Lines after which what was read of a part is printed, and signals are heard. */
const linesPerPrint = 1_000;
/** What the tables of a run are read from and printed to. */
export interface TableOutputOptions {
  readonly job: CompiledJob;
  /** Content of a published part. */
  read(target: string): Uint8Array;
  /** Prints rows; the next ones wait for it. */
  print(rows: readonly string[]): Promise<void>;
  /** Bytes that an upsert table may hold, of all keys. */
  readonly upsertBytesMax?: number;
}

/** What the process that prints keeps in memory without harm. */
const upsertBytesUsual = 512 << 20;

/**
 * Prints what table sinks commit, in the format of the print sink: rows without a key when they are committed, an upsert table as it stands
 * at the end. Nothing but the newest row of each key is kept. [CL19]
 */
export class TableOutput {
  readonly #options: TableOutputOptions;
  readonly #tables: readonly { readonly name: string; readonly directory: string; readonly upserts: UpsertTable }[];

  constructor(options: TableOutputOptions) {
    this.#options = options;
    this.#tables = options.job.topology.vertices
      .flatMap(({ operators }) => itemsOf(operators))
      .filter(({ type }) => type === "table")
      .map(({ id, name }) => ({ name, directory: `table/${id}/`, upserts: new UpsertTable() }));
  }

  /** Takes in published parts, in order, and passes over those of other sinks. Throws for one that is unreadable, or too much to keep. */
  async take(targets: readonly string[]): Promise<void> {
    const { upsertBytesMax = upsertBytesUsual } = this.#options;
    for (const target of targets) {
      const table = this.#tables.find(({ directory }) => target.startsWith(directory));
      if (table === undefined) continue;
      let rows: string[] = [];
      let lines = 0;
      for (const line of readTableLines(this.#options.read(target))) {
        if (line.key === undefined) rows.push(rowText(line));
        else table.upserts.apply(line, line.key);
        if (table.upserts.bytes > upsertBytesMax) throw new Error(tooMuch(table.name, upsertBytesMax));
        if (++lines % linesPerPrint !== 0) continue;
        await this.#options.print(rows);
        rows = [];
      }
      await this.#options.print(rows);
    }
  }

  /** Prints what upsert tables hold. */
  async end(): Promise<void> {
    for (const { upserts } of this.#tables) {
      let rows: string[] = [];
      for (const line of upserts.lines) {
        if (rows.push(rowText(line)) < linesPerPrint) continue;
        await this.#options.print(rows);
        rows = [];
      }
      await this.#options.print(rows);
    }
  }
}

const rowText = ({ kind, values }: TableLine): string => `${kinds[kind] ?? "+I"}[${values.map((value) => value ?? "null").join(", ")}]`;
const tooMuch = (name: string, bytesMax: number): string =>
  `${name} holds more than ${bytesMax >> 20} MB of rows of different keys: write as many to a file sink`;
