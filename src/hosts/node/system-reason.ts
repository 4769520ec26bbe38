import { getSystemErrorMap } from "node:util";

/** What the system said, in its words, without names of calls and codes: "no such file or directory". Of any other error its message. */
export function systemReason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const said = "errno" in error && typeof error.errno === "number" ? getSystemErrorMap().get(error.errno)?.[1] : undefined;
  return said ?? error.message;
}
