import type { JobClient, MemoryUse, StartRequest, StartResult } from "../../control/job-client.ts";
import type { RunCommand } from "../../control/run-command.ts";
import type { LogBatch } from "../../observe/event.ts";
import type { Agreement } from "./agreement.ts";
import { LiveLoad } from "./live-load.ts";
import type { RunPlayer } from "./run-player.ts";
import type { Comparison, RunPhase } from "./session-state.ts";

export interface RunListener {
  /** The batch is in the player's log. */
  readonly onBatch: (player: RunPlayer, batch: LogBatch) => void;
  readonly onMemory: (memory: MemoryUse) => void;
}

/** Events that a followed record is looked for in per frame: about a millisecond. */
const lineageEvents = 2000;

/** One run, from its request until it is put away: the client it runs in, its player, and whether the picture agrees with it. */
export class LiveRun {
  #client: JobClient | undefined;
  #player: RunPlayer | undefined;
  #agreement: Agreement | undefined;
  #counters: ArrayBufferLike | undefined;

  constructor(client: JobClient) {
    this.#client = client;
  }

  /** Undefined once the run has ended. */
  get client(): JobClient | undefined {
    return this.#client;
  }

  /** Absent until its log begins; stays when the run has ended. */
  get player(): RunPlayer | undefined {
    return this.#player;
  }

  /** Channels that disagree with the rules of conservation or with the runtime. */
  get violations(): number {
    return this.#agreement?.violations ?? 0;
  }

  get compared(): Comparison | undefined {
    return this.#agreement?.compared;
  }

  /** Undefined when it was ended before it had begun. */
  async start(request: StartRequest, { onBatch, onMemory }: RunListener): Promise<StartResult | undefined> {
    const client = this.#client;
    const { Agreement: AgreementOf, RunPlayer: Player } = await import("./run-parts.ts");
    if (!client || this.#client !== client) return undefined;
    this.#agreement = new AgreementOf(client);
    client.subscribe((batch) => {
      if (this.#client !== client) return;
      if (batch.header) this.#player = new Player(batch.header);
      if (!this.#player) return;
      this.#player.append(batch);
      this.#count(batch);
      onBatch(this.#player, batch);
    });
    client.onMemory?.((memory) => void (this.#client === client && onMemory(memory)));
    const result = await client.start(request);
    if (this.#client !== client) return undefined;
    if (result.ok) this.#counters = result.counters ?? this.#counters;
    return result;
  }

  /** Asks the run to move or to rest. One that answers no more is heard of by the `onBroken` of its client. */
  move(command: RunCommand): void {
    if (this.#client && this.#agreement) void this.#agreement.during(this.#client.command(command));
  }

  /** Once a frame: moves the picture. True when a followed record went further. `onCompared` is told when there is something new to say. */
  frame(wall: number, { phase, speed }: { readonly phase: RunPhase; readonly speed: number }, onCompared: () => void): boolean {
    const player = this.#player;
    if (!player) return false;
    if (this.#counters) {
      player.load ??= new LiveLoad(this.#counters, wall, player.header.topology.subtasks.length);
      player.load.look(wall, player.log.head.at);
    }
    if (phase === "running" || phase === "starting") player.frame(wall, speed);
    else player.catchUp(wall);
    this.#agreement?.look(player, { wall, paused: phase === "paused", onCompared });
    return player.lineage?.advance(lineageEvents) === true;
  }

  /** What runs it goes; its log can still be looked at. */
  end(): void {
    this.#client?.dispose();
    this.#client = undefined;
  }

  /** Counters that come with the log, where no memory is shared. */
  #count({ counters }: LogBatch): void {
    if (!counters) return;
    this.#counters ??= new ArrayBuffer(counters.byteLength);
    new Float64Array(this.#counters).set(counters);
  }
}
