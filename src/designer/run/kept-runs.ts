import type { RunPlayer } from "./run-player.ts";

/** Branches whose log is kept beside that of the one that runs. */
const limit = 3;

/** The futures of branches that were left, to be compared with; the newest few. */
export class KeptRuns {
  readonly #runs = new Map<string, RunPlayer>();

  get(branch: string): RunPlayer | undefined {
    return this.#runs.get(branch);
  }

  keep(branch: string | undefined, run: RunPlayer | undefined): void {
    if (branch === undefined || !run) return;
    this.#runs.delete(branch);
    this.#runs.set(branch, run);
    for (const oldest of [...this.#runs.keys()].slice(0, -limit)) this.#runs.delete(oldest);
  }

  clear(): void {
    this.#runs.clear();
  }
}
