import { materialize, readTableLines } from "../../connectors/table/table-lines.ts";
import type { CompiledJob } from "../../graph/compile-job.ts";
import type { ReadableTransactions } from "../../hosts/stores.ts";

const kinds = ["+I", "-U", "+U", "-D"];

/** Prints the committed rows of every table sink, in the format of the print sink; an upsert table as it stands at the end. */
export function printTables({ topology }: CompiledJob, transactions: ReadableTransactions, print: (row: string) => void): void {
  const tables = new Set(
    topology.vertices.flatMap((vertex) => vertex.operators.filter(({ type }) => type === "table").map(({ id }) => id)),
  );
  const committed = [...transactions.committed];
  for (const id of tables) {
    const lines = committed
      .filter(({ target }) => target.startsWith(`table/${id}/`))
      .flatMap(({ bytes }) => readTableLines(bytes));
    for (const { kind, values } of materialize(lines))
      print(`${kinds[kind] ?? "+I"}[${values.join(", ")}]`);
  }
}
