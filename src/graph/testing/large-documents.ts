import type { JobDocument } from "../job-document.ts";
import { documentLimits } from "../document-limits.ts";

type Part = Readonly<Record<string, unknown>>;

const many = <Item>(count: number, make: (at: number) => Item): Item[] => Array.from({ length: count }, (_, at) => make(at));
const edge = (id: string, from: string, to: string): Part =>
  ({ id, from: { operator: from, port: "out" }, to: { operator: to, port: "in" } });
const print: Part = { id: "print", type: "print", name: "print", config: {} };

function job(name: string, operators: readonly Part[], edges: readonly Part[], layout: Part): JobDocument {
  return { format: "weir.job/1", name, config: {}, operators, edges, layout } as unknown as JobDocument;
}

/** As much as a document may hold, in each direction: what the page has to stay usable with. */
export const largeDocuments: Readonly<Record<string, () => JobDocument>> = {
  "operators and edges": () => {
    const rows = 25;
    const filters = documentLimits.operators - 1 - rows;
    const source = (at: number): Part =>
      ({ id: `s${at}`, type: "values", name: `s${at}`, config: { fields: [{ name: "n", type: "INT" }], rows: [[at]], repeat: false, intervalMs: 0 } });
    const operators = [
      ...many(rows, source),
      ...many(filters, (at) => ({ id: `f${at}`, type: "filter", name: `f${at}`, config: { function: "row.n > 0" } })),
      print,
    ];
    const before = (at: number): string => (at < rows ? `s${at}` : `f${at - rows}`);
    const edges = [
      ...many(filters, (at) => edge(`e${at}`, before(at), `f${at}`)),
      ...many(rows, (at) => edge(`p${at}`, `f${filters - 1 - at}`, "print")),
      ...many(documentLimits.edges - filters - rows, (at) => edge(`x${at}`, `f${at % filters}`, "print")),
    ];
    const positions = Object.fromEntries(operators.map(({ id }, at) => [String(id), { x: Math.floor(at / rows) * 304, y: (at % rows) * 120 }]));
    return job("operators and edges", operators, edges, { positions });
  },
  rows: () => {
    const columns = 48;
    const fields = many(columns, (at) => ({ name: `c${at}`, type: "INT" }));
    const rows = many(documentLimits.rows, (row) => many(columns, (at) => row + at));
    const source = { id: "src", type: "values", name: "src", config: { fields, rows, repeat: false, intervalMs: 0 } };
    return job("rows", [source, print], [edge("e", "src", "print")], { positions: {} });
  },
  columns: () => {
    const fields = many(documentLimits.columns, (at) => ({ name: `column ${at}`, type: "INT" }));
    const source = { id: "src", type: "values", name: "src", config: { fields, rows: [], repeat: false, intervalMs: 0 } };
    const filter = { id: "map", type: "filter", name: "map", config: { function: "row[\"column 1\"] > 0" } };
    return job("columns", [source, filter, print], [edge("e", "src", "map"), edge("e2", "map", "print")], { positions: {} });
  },
  "notes and a long function": () => {
    const source = { id: "src", type: "values", name: "src", config: { fields: [{ name: "n", type: "INT" }], rows: [[1]], repeat: false, intervalMs: 0 } };
    const filter = { id: "map", type: "filter", name: "map", config: { function: `return row.n > 0${" || row.n > 1\n".repeat(350)}` } };
    const notes = many(documentLimits.notes, (at) => ({ id: `n${at}`, x: (at % 25) * 240, y: 200 + Math.floor(at / 25) * 120, text: "note ".repeat(200) }));
    return job("notes and a long function", [source, filter, print], [edge("e", "src", "map"), edge("e2", "map", "print")], { positions: {}, notes });
  },
};
