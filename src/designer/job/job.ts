import { createStore } from "zustand/vanilla";
import type { Fault, JobClient, JobFile, RunUntil, ScheduledFault } from "../../control/job-client.ts";
import type { Diagnostic } from "../../graph/diagnostic.ts";
import type { JobStatus } from "../../graph/execution-state.ts";
import type { JobDocument } from "../../graph/job-document.ts";
import type { LogBatch } from "../../observe/event.ts";
import { auditRun, compareWithRuntime } from "../../observe/audit.ts";
import type { RunPhase } from "../shell/slots.ts";
import { nothingRuns } from "./job-state.ts";
import type { Branch, Comparison, JobState } from "./job-state.ts";
import { FrameLoop } from "./frame-loop.ts";
import { LiveLoad } from "./live-load.ts";
import { RunPlayer } from "./run-player.ts";

export interface JobOptions {
  /** Makes a client that no job runs in yet. */
  readonly connect: () => JobClient;
  /** Files that the document's sources name. */
  readonly files?: (document: JobDocument) => readonly JobFile[];
  /** Job id of the document that starts: the same one for the same document, so that a later page finds its checkpoints. */
  readonly jobId: () => string;
}

interface RunPlan {
  readonly branches: readonly Branch[];
  /** Job clock up to which the run goes at full speed. */
  readonly skipTo: number;
  readonly restore: "none" | "latest";
}

const reactIntervalMs = 250;
const factsIntervalMs = 100;
const auditIntervalMs = 1000;

/** The one running job of the page: its log, the moment of it on screen, and what a person can do to it. */
export class Job {
  readonly store = createStore<JobState>(() => nothingRuns);
  readonly frames = new FrameLoop();
  readonly #options: JobOptions;
  readonly #phaseListeners = new Set<() => void>();
  readonly #factListeners = new Set<() => void>();
  #client: JobClient | undefined;
  #player: RunPlayer | undefined;
  #document: JobDocument | undefined;
  #counters: SharedArrayBuffer | undefined;
  #stopFrames: (() => void) | undefined;
  #toldReact = 0;
  #toldFacts = 0;
  #audited = 0;
  #violations = 0;
  #compared: Comparison | undefined;
  #comparing = false;
  /** Commands the run has not answered yet. */
  #underWay = 0;
  #mismatches = 0;
  #jobId = "";
  #pausesAtStart = false;
  #skipTo = 0;

  constructor(options: JobOptions) {
    this.#options = options;
  }

  /** Absent before the first run and after a cancelled one was put away. */
  get player(): RunPlayer | undefined {
    return this.#player;
  }

  get client(): JobClient | undefined {
    return this.#client;
  }

  get document(): JobDocument | undefined {
    return this.#document;
  }

  get counters(): SharedArrayBuffer | undefined {
    return this.#counters;
  }

  get #state(): JobState {
    return this.store.getState();
  }

  async start(document: JobDocument, restore: "none" | "latest"): Promise<readonly Diagnostic[]> {
    const branch: Branch = { name: "A", from: 0, faults: [] };
    this.#jobId = this.#options.jobId();
    return this.#run(document, { branches: [branch], skipTo: 0, restore });
  }

  pause(): void {
    if (this.#state.phase === "starting") {
      this.#pausesAtStart = true;
      return;
    }
    this.#command((client) => client.pause());
    this.#setPhase("paused");
  }

  resume(): void {
    if (!this.#state.following) this.follow();
    void this.#client?.resume();
    this.store.setState({ until: undefined });
    this.#setPhase("running");
  }

  /** One event forth: in the past of the log, else of the run itself. */
  stepForward(subtask?: number): void {
    const player = this.#player;
    if (!player) return;
    if (player.view.cursor < player.log.length && !player.following) {
      player.step(1);
      return this.tellReact();
    }
    this.#setPhase("paused");
    this.#command((client) => client.step(1, subtask));
  }

  stepBack(): void {
    if (this.#state.phase === "running") this.pause();
    this.#player?.step(-1);
    this.tellReact();
  }

  seek(cursor: number): void {
    this.#player?.seek(cursor);
    this.tellReact();
  }

  follow(): void {
    this.#player?.follow();
    this.tellReact();
  }

  runUntil(until: RunUntil): void {
    if (!this.#state.following) this.follow();
    this.store.setState({ until });
    this.#setPhase("running");
    this.#command(async (client) => {
      await client.runUntil(until);
      if (this.#state.until !== until) return;
      this.store.setState({ until: undefined });
      this.#setPhase("paused");
    });
  }

  setSpeed(speed: number): void {
    this.store.setState({ speed });
    void this.#client?.setSpeed(speed);
  }

  triggerCheckpoint(): void {
    void this.#client?.triggerCheckpoint();
  }

  /** Strikes now; in the past of the log it makes a branch that runs from there. Returns why it would do nothing. */
  async injectFault(fault: Fault): Promise<string | undefined> {
    const player = this.#player;
    if (!player || !this.#client) return undefined;
    if (player.following) {
      const refused = await this.#client.injectFault(fault);
      const [branch] = this.#state.branches.slice(-1);
      if (refused === undefined && branch) this.#rememberFault(branch, { at: player.log.head.at, fault });
      return refused;
    }
    await this.#branch({ at: player.view.at, fault });
    return undefined;
  }

  /** Runs an earlier branch again, up to the moment on screen at full speed. */
  async openBranch(name: string): Promise<void> {
    const { branches } = this.#state;
    const branch = branches.find((one) => one.name === name);
    if (!branch || !this.#document || !this.#player || branch === branches.at(-1)) return;
    const others = branches.filter((one) => one !== branch);
    await this.#run(this.#document, { branches: [...others, branch], skipTo: this.#player.view.at, restore: "none" });
  }

  cancel(): void {
    void this.#client?.cancel();
    this.#setPhase("canceled");
  }

  /** Puts the run away, as when another document is opened in its place. */
  close(): void {
    this.#putAway();
    this.#document = undefined;
    this.store.setState({ ...nothingRuns, revision: this.#state.revision + 1 });
    this.#announcePhase();
  }

  onPhase(listener: () => void): () => void {
    this.#phaseListeners.add(listener);
    return () => this.#phaseListeners.delete(listener);
  }

  onFacts(listener: () => void): () => void {
    this.#factListeners.add(listener);
    return () => this.#factListeners.delete(listener);
  }

  /** Brings the mirror up to date now: after something a person did. */
  tellReact(): void {
    const player = this.#player;
    if (!player) return;
    const { view, log } = player;
    this.store.setState({
      status: log.head.status,
      cursor: view.cursor,
      length: log.length,
      dropped: log.dropped,
      following: player.following,
      now: player.now,
      eventTime: view.eventTime,
      hash: player.hash,
      violations: this.#violations,
      compared: this.#compared,
      revision: this.#state.revision + 1,
    });
  }

  #rememberFault(branch: Branch, fault: ScheduledFault): void {
    const branches = [...this.#state.branches.slice(0, -1), { ...branch, faults: [...branch.faults, fault] }];
    this.store.setState({ branches });
  }

  /** The same job, seed and faults up to now, and one more: deterministic, so the new run passes through this very moment. */
  async #branch(fault: ScheduledFault): Promise<void> {
    const { branches } = this.#state;
    const last = branches.at(-1);
    const document = this.#document;
    if (!last || !document) return;
    const kept = last.faults.filter(({ at }) => at <= fault.at);
    const name = String.fromCodePoint(65 + branches.length);
    const branch: Branch = { name, from: fault.at, faults: [...kept, fault] };
    await this.#run(document, { branches: [...branches, branch], skipTo: fault.at, restore: "none" });
  }

  async #run(document: JobDocument, plan: RunPlan): Promise<readonly Diagnostic[]> {
    this.#putAway();
    this.#pausesAtStart = false;
    const client = this.#options.connect();
    this.#client = client;
    this.#document = document;
    this.#skipTo = plan.skipTo;
    const { run } = document;
    const [mode, seed] = [run?.mode ?? "deterministic", run?.seed ?? 7];
    const speed = mode === "freeRunning" ? Infinity : (run?.speed ?? Infinity);
    this.store.setState({
      ...nothingRuns,
      phase: "starting",
      mode,
      seed,
      speed,
      branches: plan.branches,
      revision: this.#state.revision + 1,
    });
    this.#announcePhase();
    client.subscribe((batch) => this.#receive(client, batch));
    const faults = plan.branches.at(-1)?.faults ?? [];
    const files = this.#options.files?.(document) ?? [];
    const startSpeed = plan.skipTo > 0 ? Infinity : speed;
    const result = await client.start({
      jobId: this.#jobId,
      document,
      mode,
      seed,
      speed: startSpeed,
      paused: false,
      files,
      faults,
      restore: plan.restore,
    });
    if (this.#client !== client) return [];
    if (!result.ok) {
      this.#putAway();
      this.#setPhase("idle");
      return result.diagnostics;
    }
    this.#counters = result.counters;
    this.#setPhase("running");
    if (this.#pausesAtStart) this.pause();
    return [];
  }

  #receive(client: JobClient, batch: LogBatch): void {
    if (client !== this.#client) return;
    if (batch.header) {
      this.#player = new RunPlayer(batch.header);
      this.#stopFrames ??= this.frames.add(this.#frame);
    }
    const player = this.#player;
    if (!player) return;
    player.append(batch);
    if (this.#skipTo > 0 && player.log.head.at >= this.#skipTo) {
      this.#skipTo = 0;
      void client.setSpeed(this.#state.speed);
    }
    this.#followStatus(player.log.head.status);
  }

  #followStatus(status: JobStatus): void {
    const { phase } = this.#state;
    const next =
      status === "FINISHED" ? "finished" : status === "FAILED" ? "failed" : status === "CANCELED" ? "canceled" : undefined;
    if (next && next !== phase) this.#setPhase(next);
  }

  readonly #frame = (wall: number): void => {
    const player = this.#player;
    if (!player) return;
    const { phase, speed } = this.#state;
    if (this.#counters) (player.load ??= new LiveLoad(this.#counters, wall)).look(wall);
    if (phase === "running" || phase === "starting") player.frame(wall, this.#skipTo > 0 ? Infinity : speed);
    else player.catchUp(wall);
    if (wall - this.#audited > auditIntervalMs) {
      this.#audited = wall;
      this.#violations = auditRun(player.view).length + (this.#compared?.length === player.log.length ? this.#mismatches : 0);
    }
    if (phase === "paused" && !this.#comparing && this.#underWay === 0 && this.#compared?.length !== player.log.length)
      void this.#compare(player);
    if (wall - this.#toldFacts > factsIntervalMs) {
      this.#toldFacts = wall;
      for (const listener of this.#factListeners) listener();
    }
    const { cursor, length } = this.#state;
    if (wall - this.#toldReact < reactIntervalMs || (cursor === player.view.cursor && length === player.log.length)) return;
    this.#toldReact = wall;
    this.tellReact();
  };

  /** Asks the run to move or to rest: what was compared before says nothing of the picture any more. */
  #command(ask: (client: JobClient) => Promise<void>): void {
    const client = this.#client;
    if (!client) return;
    this.#compared = undefined;
    this.#underWay++;
    this.tellReact();
    void ask(client).finally(() => {
      if (client === this.#client) this.#underWay--;
    });
  }

  /** Compares what is drawn with what the runtime holds, while neither moves. [OB7] */
  async #compare(player: RunPlayer): Promise<void> {
    const client = this.#client;
    const { length } = player.log;
    // The picture comes to rest a moment after the run.
    if (!client || (player.following && player.view.cursor !== length)) return;
    this.#comparing = true;
    const contents = await client.inspect().finally(() => (this.#comparing = false));
    if (client !== this.#client || player.log.length !== length || this.#state.phase !== "paused" || this.#underWay > 0) return;
    const run = player.following ? player.view : player.log.seek(length);
    // Between a failure and the restart the channels are torn down one by one; the log has declared them lost at once.
    const settled = run.subtasks.every(({ state }) => state === "RUNNING" || state === "FINISHED");
    this.#compared = { length, channels: settled ? contents.length : 0 };
    this.#mismatches = settled ? compareWithRuntime(run, contents).length : 0;
    this.#violations = auditRun(run).length + this.#mismatches;
    this.tellReact();
  }

  #setPhase(phase: RunPhase): void {
    if (this.#state.phase === phase) return;
    this.store.setState({ phase });
    this.#announcePhase();
  }

  #announcePhase(): void {
    for (const listener of this.#phaseListeners) listener();
  }

  #putAway(): void {
    this.#client?.dispose();
    this.#client = undefined;
    this.#player = undefined;
    this.#counters = undefined;
    this.#violations = 0;
    this.#compared = undefined;
    this.#underWay = 0;
    this.#stopFrames?.();
    this.#stopFrames = undefined;
  }
}
