/** How large the text of a type, and a schema, may be: far above what a table has, far below what would hold a thread up. [CD14] */
export const typeLimits = {
  /** Characters of one type's text. */
  characters: 50_000,
  /** Types inside types. */
  depth: 64,
  /** Columns of a schema, and fields of one ROW. */
  columns: 1000,
  /** Characters of a column's name. */
  name: 1000,
  /** Characters of the types of all columns of a schema together. */
  schemaCharacters: 100_000,
} as const;

/** Limits of a type's text that was written by `formatLogicalType`: a whole schema as one ROW, in a snapshot or in the log's header. */
export const writtenTypeLimits = { characters: 4_000_000, depth: typeLimits.depth + 2 } as const;

/** How large a number may be written: Flink's DECIMAL has 38 digits, a DOUBLE fewer than 400 places. [CD15] */
export const numberLimits = {
  /** Characters of the text of a number. */
  characters: 1000,
} as const;
