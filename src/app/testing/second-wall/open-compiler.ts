import { runInThisContext } from "node:vm";
import type { FunctionCompiler } from "../../../runtime/environment.ts";

/** The planted hole: whatever a function says, the text in its row's field `code` runs, in the realm of the thread as it is. */
export const openCompiler: FunctionCompiler = {
  compile: (_source, { convert = (result: unknown) => result } = {}) => {
    return (row) => {
      const { name, code } = row as { readonly name: string; readonly code: string };
      return convert({ line: `${name} ${attempt(code)}` });
    };
  },
};

function attempt(code: string): "won" | "lost" {
  try {
    const result: unknown = runInThisContext(code);
    // What fails later has not succeeded for that; the test's server hears what has.
    if (result instanceof Promise) result.catch(() => {});
    return "won";
  } catch {
    return "lost";
  }
}
