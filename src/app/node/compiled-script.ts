import { existsSync, readFileSync } from "node:fs";
import { Script } from "node:vm";

export interface RunningScript {
  /** To keep its code from, once it has run. */
  readonly compiled: Script;
  readonly exports: object;
}

/** Where the code that the engine compiles of a script lies. */
export const codePlace = (script: string): string => `${script}.code`;

/**
 * Runs a bundled script from one file, with the code that the engine compiled from it in an earlier process or thread. Compiling, not
 * running, would be most of the start of either. [HB5] Code of another engine or of another text is refused by this one, which then
 * compiles the text. The wrapper is strict because a bundled script does not say so itself. The engine knows the script by a name without
 * a path, which is all that a stack could tell a function [SB25].
 */
export function runScript(script: string): RunningScript {
  const place = codePlace(script);
  const text = `(function (require, exports) {"use strict";${readFileSync(script, "utf8")}\n})`;
  const compiled = new Script(text, { filename: "weir-runtime", ...(existsSync(place) ? { cachedData: readFileSync(place) } : {}) });
  const run = compiled.runInThisContext() as (require: (name: string) => unknown, exports: object) => void;
  const { getBuiltinModule } = process;
  const exports = {};
  run((name) => getBuiltinModule(name), exports);
  return { compiled, exports };
}
