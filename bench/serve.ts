import { programs } from "./programs/registry.ts";
import type { Answer, Start } from "./program.ts";

/** Worker side of `launch`: runs the role it is told and answers. */
export async function serve(start: Start, post: (answer: Answer) => void): Promise<void> {
  try {
    const program = programs[start.program];
    if (program === undefined) throw new Error(`there is no program "${start.program}"`);
    post({ kind: "done", figure: await program.run(start) });
  } catch (error) {
    post({ kind: "failed", message: error instanceof Error ? `${error.message}\n${error.stack ?? ""}` : String(error) });
  }
}
