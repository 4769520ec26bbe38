import type { Text } from "./descriptor.ts";

/** Something about a job that its author should know or must mend: says what, and how to mend it. */
export interface Finding {
  readonly severity: "error" | "warning";
  /** Stable name of the rule, e.g. "edge.key-unknown"; also the key of the translated message. */
  readonly code: string;
  /** In English; the designer translates by `code` and `values` where it has a translation. */
  readonly message: string;
  readonly values?: Readonly<Record<string, string | number>>;
  /** What a form calls the field that is wrong: `values.field` in every language. */
  readonly label?: Text;
  /** Field of the operator's configuration. */
  readonly field?: string;
  /** Place in the text of that field, from 1. */
  readonly line?: number;
  readonly column?: number;
}

/** A finding at an operator or an edge, as the front end calls it. */
export interface Diagnostic extends Finding {
  readonly operator?: string;
  readonly edge?: string;
}
