import type { JobClient } from "../../control/job-client.ts";
import { auditRun, compareWithRuntime } from "../../observe/audit.ts";
import type { Comparison } from "./session-state.ts";
import type { RunPlayer } from "./run-player.ts";

const auditIntervalMs = 1000;

/** Checks that the picture is right: by its own rules all the time, against what the runtime holds while the run rests. [OB6] [OB7] */
export class Agreement {
  readonly #client: JobClient;
  #audited = 0;
  #broken = 0;
  #mismatches = 0;
  #compared: Comparison | undefined;
  #comparing = false;
  /** Commands the run has not answered yet. */
  #underWay = 0;

  constructor(client: JobClient) {
    this.#client = client;
  }

  /** Channels that disagree. */
  get violations(): number {
    return this.#broken + this.#mismatches;
  }

  get compared(): Comparison | undefined {
    return this.#compared;
  }

  /** What was compared before says nothing of a run that was asked to move or to rest; nothing is compared until it has answered. */
  async during(command: Promise<unknown>): Promise<void> {
    this.#forget();
    this.#underWay++;
    try {
      await command;
    } finally {
      this.#underWay--;
    }
  }

  /** Once a frame. `onCompared` is told when there is something new to say. */
  look(player: RunPlayer, { wall, paused, onCompared }: { wall: number; paused: boolean; onCompared: () => void }): void {
    if (wall - this.#audited > auditIntervalMs) {
      this.#audited = wall;
      this.#broken = auditRun(player.view).length;
    }
    if (this.#compared !== undefined && this.#compared.length !== player.log.length) this.#forget();
    // The log of a free run has no single records to compare.
    const comparable = paused && player.header.mode === "deterministic" && this.#underWay === 0 && !this.#comparing;
    if (comparable && this.#compared === undefined) void this.#compare(player, onCompared);
  }

  /** Compares what is drawn with what the runtime holds, while neither moves. */
  async #compare(player: RunPlayer, onCompared: () => void): Promise<void> {
    const { length } = player.log;
    // The picture comes to rest a moment after the run.
    if (player.following && player.view.cursor !== length) return;
    this.#comparing = true;
    const contents = await this.#client.inspect().finally(() => (this.#comparing = false));
    if (player.log.length !== length || this.#underWay > 0) return;
    const run = player.following ? player.view : player.log.seek(length);
    // Between a failure and the restart the channels are torn down one by one; the log has declared them lost at once.
    const settled = run.subtasks.every(({ state }) => state === "RUNNING" || state === "FINISHED");
    this.#compared = { length, channels: settled ? contents.length : 0 };
    this.#mismatches = settled ? compareWithRuntime(run, contents).length : 0;
    this.#broken = auditRun(run).length;
    onCompared();
  }

  #forget(): void {
    this.#compared = undefined;
    this.#mismatches = 0;
  }
}
