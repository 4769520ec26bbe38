import type { FunctionCompiler } from "../../runtime/environment.ts";

/** [SB7] Compiler of a thread that is not locked: there is no function it would make. */
export const unlockedFunctions: FunctionCompiler = {
  compile({ field }) {
    throw new Error(`[SB7] ${field} holds a user function, but this thread is not locked`);
  },
};
