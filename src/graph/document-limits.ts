import { functionLimits } from "../expression/function-limits.ts";
import { numberLimits, typeLimits } from "../stream/type-limits.ts";

/**
 * What a document may hold: far above what a person draws, far below what would stop the page or a terminal. Everything that reads a
 * document holds to these, wherever it comes from. Limits of types, numbers and functions stand with what reads those. [DC22]
 */
export const documentLimits = {
  /** Characters of a file, a link's content or a pasted text. */
  characters: 8_000_000,
  /** Arrays and objects inside each other. */
  depth: 200,
  /** Numbers, texts, lists and objects in all. */
  values: 500_000,
  /** As `values`, looked for before a text is parsed: what is less is parsed, so that the list with too many can be named. */
  parsedValues: 2_000_000,
  operators: 1000,
  edges: 4000,
  notes: 500,
  /** Flink options of the job. */
  options: 1000,
  /** Places of the drawing. */
  positions: 4000,
  /** Elements of a list in a configuration that has no limit of its own: rows of a source, files, states. */
  rows: 10_000,
  columns: typeLimits.columns,
  /** Characters of an id or a name, and of a key. */
  name: typeLimits.name,
  /** Characters of any other text: a cell, a note, an option. */
  text: 100_000,
  type: typeLimits.characters,
  function: functionLimits.characters,
  number: numberLimits.characters,
} as const;

/** Edges of a stream graph, with its unions taken out. [GR45] */
export const streamEdgesMax = 8000;

/** Problems that are said of one document; what is behind them is counted. [GR58] */
export const findingsMax = 200;

/** Windows that one record may fall into. [GR59] */
export const windowsPerRecordMax = 10_000;
