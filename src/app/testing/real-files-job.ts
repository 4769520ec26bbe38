import type { RealFile } from "../../formats/testing/real-files.ts";
import type { JobDocument } from "../../graph/job-document.ts";

/** Reads each file as it is guessed, and prints its rows behind its name, or keeps them in a table. */
export function jobOfRealFiles(files: readonly RealFile[], sink: "print" | "table" = "print"): JobDocument {
  return {
    format: "weir.job/1",
    name: "real files",
    config: { "restart-strategy.type": "none" },
    operators: files.flatMap((file, at) => [
      { id: `file${at}`, type: "file-source", name: file.name, parallelism: 1, config: sourceOf(file) },
      { id: `sink${at}`, type: sink, name: `rows of ${file.name}`, parallelism: 1, config: sinkOf(file, sink) },
    ]),
    edges: files.map((_, at) => ({ id: `e${at}`, from: { operator: `file${at}`, port: "out" }, to: { operator: `sink${at}`, port: "in" } })),
  };
}

const sinkOf = ({ name }: RealFile, sink: "print" | "table"): Record<string, unknown> =>
  sink === "print" ? { identifier: name } : { mode: "append", key: [] };

const sourceOf = ({ name, options, fields }: RealFile): Record<string, unknown> => ({
  files: [name],
  format: name.endsWith("json") ? "json" : "csv",
  formatOptions: options,
  fields: Object.entries(fields).map(([field, type]) => ({ name: field, type })),
});

/** The first rows of a file as a print sink writes them. */
export const printedRows = ({ name, first, fields }: RealFile): readonly string[] => {
  const types = Object.values(fields);
  return first.map((row) => `${name}> +I[${row.map((value, place) => printed(value, types[place] ?? "")).join(", ")}]`);
};

/** Times are printed as Java does: without seconds that are 0. */
function printed(value: string | null, type: string): string {
  if (value === null) return "null";
  if (!type.startsWith("TIMESTAMP")) return value;
  const moment = value.replace(" ", "T").replace(/\.000$/, "");
  return type.startsWith("TIMESTAMP_LTZ") ? `${moment}Z` : moment.replace(/:00$/, (_, at: number) => (at > 13 ? "" : ":00"));
}
