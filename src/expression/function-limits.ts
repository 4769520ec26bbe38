/**
 * How large the text of a user function may be. A longer one belongs into a program, a deeper one would use up the parser's stack.
 * [GR57]
 */
export const functionLimits = {
  characters: 50_000,
  /** Brackets, blocks, functions and operators inside each other. */
  depth: 500,
  /** Problems said of one function. */
  problems: 50,
} as const;
