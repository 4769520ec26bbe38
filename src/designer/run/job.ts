import { createStore } from "zustand/vanilla";
import type { Fault, JobClient, JobFile } from "../../control/job-client.ts";
import type { Diagnostic } from "../../graph/diagnostic.ts";
import type { JobStatus } from "../../graph/execution-state.ts";
import type { JobDocument } from "../../graph/job-document.ts";
import type { LogBatch } from "../../observe/event.ts";
import type { StopCondition } from "../../observe/stop-condition.ts";
import type { RunPhase } from "./job-state.ts";
import type { Agreement } from "./agreement.ts";
import { mirrorOf, nothingRuns, phaseAfter } from "./job-state.ts";
import { branchOff, bringForward, firstBranch, withFault } from "./branches.ts";
import type { Branch } from "./branches.ts";
import type { JobState } from "./job-state.ts";
import { FrameLoop } from "./frame-loop.ts";
import { KeptRuns } from "./kept-runs.ts";
import { LiveLoad } from "./live-load.ts";
import type { RunPlayer } from "./run-player.ts";
import { conditionsOf, Stops } from "./stops.ts";
import type { Breakpoint } from "./stops.ts";

export interface JobOptions {
  /** Makes a client that no job runs in yet. `onBroken` hears when what runs the job dies without a word. */
  readonly connect: (onBroken: (message: string) => void, isolated: boolean) => JobClient;
  /** Whether the document is a stranger's at this moment. */
  readonly isolated: () => boolean;
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
/** Events that a followed record is looked for in per frame: about a millisecond. */
const lineageEvents = 2000;

/** The one running job of the page: its log, the moment of it on screen, and what a person can do to it. */
export class Job {
  readonly store = createStore<JobState>(() => nothingRuns);
  readonly frames = new FrameLoop();
  readonly options: JobOptions;
  readonly #phaseListeners = new Set<() => void>();
  readonly #factListeners = new Set<() => void>();
  #client: JobClient | undefined;
  #player: RunPlayer | undefined;
  #document: JobDocument | undefined;
  #counters: ArrayBufferLike | undefined;
  #stopFrames: (() => void) | undefined;
  #toldReact = 0;
  #toldFacts = 0;
  #changed = false;
  #agreement: Agreement | undefined;
  readonly #stops = new Stops();
  /** Runs of the branches that were left, by name. */
  readonly #kept = new KeptRuns();
  #jobId = "";
  #pausesAtStart = false;
  #skipTo = 0;

  constructor(options: JobOptions) {
    this.options = options;
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

  get #state(): JobState {
    return this.store.getState();
  }

  /** The run of a branch of this session, the one on screen included; undefined when its log is not kept any more. */
  runOf(branch: string): RunPlayer | undefined {
    return branch === this.#state.branches.at(-1)?.name ? this.#player : this.#kept.get(branch);
  }

  async start(document: JobDocument, restore: "none" | "latest"): Promise<readonly Diagnostic[]> {
    this.#jobId = this.options.jobId();
    return this.#startAnew(document, restore);
  }

  /** Runs the job that broke again, from its newest complete checkpoint. */
  async recover(): Promise<readonly Diagnostic[]> {
    return this.#document ? this.#startAnew(this.#document, "latest") : [];
  }

  async #startAnew(document: JobDocument, restore: "none" | "latest"): Promise<readonly Diagnostic[]> {
    this.#kept.clear();
    return this.#run(document, { branches: [firstBranch], skipTo: 0, restore });
  }

  pause(): void {
    if (this.#state.phase === "starting") {
      this.#pausesAtStart = true;
      return;
    }
    this.#move({ kind: "pause" });
    if (this.#state.until !== undefined) void this.#sendStops({ until: undefined });
    this.#setPhase("paused");
  }

  resume(): void {
    if (!this.#state.following) this.follow();
    this.#goOn(undefined);
  }

  /** One event forth: in the past of the log, else of the run itself. */
  stepForward(subtask?: number): void {
    const player = this.#player;
    if (!player) return;
    if (player.view.cursor < player.log.length && !player.following) {
      player.step(1);
      return this.tellReact();
    }
    if (this.#state.mode === "freeRunning" || !isActive(this.#state.phase)) return;
    this.store.setState({ stopped: undefined });
    this.#setPhase("paused");
    this.#move({ kind: "step", count: 1, subtask });
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

  /** Follows the record that was sent or read by that event, through everything that becomes of it; undefined to follow none. */
  followRecord(followed: number | undefined): void {
    this.#player?.followRecord(followed);
    this.tellReact({ followed });
  }

  /** Deterministic: pauses right behind the event. Free running: the workers rest as soon as the event has come here. */
  runUntil(until: StopCondition): void {
    if (!this.#state.following) this.follow();
    this.#goOn(until);
  }

  setBreakpoints(breakpoints: readonly Breakpoint[]): void {
    void this.#sendStops({ breakpoints });
  }

  setSpeed(speed: number): void {
    this.store.setState({ speed });
    void this.#client?.command({ kind: "setSpeed", speed });
  }

  triggerCheckpoint(): void {
    void this.#client?.command({ kind: "triggerCheckpoint" });
  }

  /** Strikes now; in the past of the log it makes a branch that runs from there. Returns why it would do nothing. */
  async injectFault(fault: Fault): Promise<string | undefined> {
    const player = this.#player;
    if (!player || !this.#client) return undefined;
    if (!player.following && player.header.mode === "deterministic") {
      const branches = branchOff(this.#state.branches, { at: player.view.at, fault });
      await this.#runBranch(branches, player);
      return undefined;
    }
    const refused = await this.#client.command({ kind: "injectFault", fault });
    if (refused === undefined) this.store.setState({ branches: withFault(this.#state.branches, { at: player.log.head.at, fault }) });
    return refused;
  }

  /** Runs an earlier branch again. */
  async openBranch(name: string): Promise<void> {
    const branches = bringForward(this.#state.branches, name);
    if (branches && this.#player) await this.#runBranch(branches, this.#player);
  }

  /** The same job, seed and faults, up to the moment on screen at full speed: deterministic, so it passes through that very moment. */
  async #runBranch(branches: readonly Branch[], left: RunPlayer): Promise<void> {
    this.#kept.keep(this.#state.branches.at(-1)?.name, left);
    if (this.#document) await this.#run(this.#document, { branches, skipTo: left.view.at, restore: "none" });
  }

  cancel(): void {
    void this.#client?.command({ kind: "cancel" });
    this.#setPhase("canceled");
  }

  /** Puts the run away, as when another document is opened in its place. */
  close(): void {
    this.#putAway();
    this.#document = undefined;
    this.#kept.clear();
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
  tellReact(change: Partial<JobState> = {}): void {
    const player = this.#player;
    if (!player) return;
    this.store.setState({
      ...change,
      ...mirrorOf(player),
      violations: this.#agreement?.violations ?? 0,
      compared: this.#agreement?.compared,
      revision: this.#state.revision + 1,
    });
  }

  async #run(document: JobDocument, plan: RunPlan): Promise<readonly Diagnostic[]> {
    this.#putAway();
    this.#pausesAtStart = false;
    const client = this.options.connect((message) => this.#onBroken(client, message), this.options.isolated());
    this.#client = client;
    this.#document = document;
    this.#skipTo = plan.skipTo;
    const { mode = "deterministic", seed = 7, speed: asked = Infinity } = document.run ?? {};
    const speed = mode === "freeRunning" ? Infinity : asked;
    this.store.setState({
      ...nothingRuns,
      phase: "starting",
      mode,
      seed,
      speed,
      branches: plan.branches,
      breakpoints: this.#state.breakpoints,
      revision: this.#state.revision + 1,
    });
    this.#announcePhase();
    const parts = await import("./run-parts.ts");
    if (this.#client !== client) return [];
    this.#agreement = new parts.Agreement(client);
    client.subscribe((batch) => this.#receive(client, batch, parts.RunPlayer));
    client.onMemory?.((memory) => void (this.#client === client && this.store.setState({ memory })));
    const files = this.options.files?.(document) ?? [];
    const breakpoints = plan.skipTo > 0 ? [] : conditionsOf(this.#state.breakpoints);
    const going = { speed: plan.skipTo > 0 ? Infinity : speed, paused: false, faults: plan.branches.at(-1)?.faults ?? [], breakpoints };
    const result = await client.start({ jobId: this.#jobId, document, mode, seed, files, restore: plan.restore, ...going });
    if (this.#client !== client) return [];
    if (!result.ok) {
      this.#putAway();
      this.#setPhase("idle");
      return result.diagnostics;
    }
    this.#counters = result.counters ?? this.#counters;
    this.store.setState({ restoredFrom: result.restoredFrom, memory: result.memory && { subtasks: [], limits: result.memory } });
    this.#setPhase("running");
    if (this.#pausesAtStart) this.pause();
    return [];
  }

  #receive(client: JobClient, batch: LogBatch, Player: typeof RunPlayer): void {
    if (client !== this.#client) return;
    if (batch.header) {
      this.#player = new Player(batch.header);
      this.#stopFrames ??= this.frames.add(this.#frame);
      this.#watchStops();
    }
    const player = this.#player;
    if (!player) return;
    player.append(batch);
    if (batch.counters) {
      this.#counters ??= new ArrayBuffer(batch.counters.byteLength);
      new Float64Array(this.#counters).set(batch.counters);
    }
    const stopped = this.#skipTo > 0 ? undefined : this.#stops.find(batch.events);
    if (this.#skipTo > 0 && player.log.head.at >= this.#skipTo) {
      this.#skipTo = 0;
      void client.command({ kind: "setSpeed", speed: this.#state.speed });
      void this.#sendStops({});
    }
    if (stopped) {
      this.pause();
      this.store.setState({ stopped });
    }
    this.#followStatus(player.log.head.status);
  }

  #goOn(until: StopCondition | undefined): void {
    const client = this.#client;
    this.store.setState({ stopped: undefined });
    this.#setPhase("running");
    void this.#sendStops({ until }).then(() => {
      if (client === this.#client && this.#state.phase === "running") void client?.command({ kind: "resume" });
    });
  }

  /** Tells the run what to pause behind; what comes in from then on is looked at here, too. */
  async #sendStops(change: Partial<Pick<JobState, "until" | "breakpoints">>): Promise<void> {
    this.store.setState(change);
    const client = this.#client;
    if (!client || !this.#player || this.#skipTo > 0) return;
    const { until, breakpoints } = this.#state;
    await client.command({ kind: "setBreakpoints", conditions: [...conditionsOf(breakpoints), ...(until ? [until] : [])] });
    if (client === this.#client && until === this.#state.until && breakpoints === this.#state.breakpoints) this.#watchStops();
  }

  #watchStops(): void {
    const { until, breakpoints } = this.#state;
    if (this.#player) this.#stops.set(this.#player.header, until, breakpoints);
  }

  /** What ran the job is gone: its log can still be looked at, and its checkpoints are kept. */
  #onBroken(client: JobClient, message: string): void {
    if (client !== this.#client) return;
    client.dispose();
    this.#client = undefined;
    this.store.setState({ broken: message, until: undefined });
    this.#setPhase("failed");
    this.tellReact();
  }

  #followStatus(status: JobStatus): void {
    const next = phaseAfter(status);
    if (!next || next === this.#state.phase) return;
    this.store.setState({ until: undefined });
    this.#setPhase(next);
  }

  readonly #frame = (wall: number): void => {
    const player = this.#player;
    if (!player) return;
    const { phase, speed } = this.#state;
    if (this.#counters) (player.load ??= new LiveLoad(this.#counters, wall)).look(wall);
    if (phase === "running" || phase === "starting") player.frame(wall, this.#skipTo > 0 ? Infinity : speed);
    else player.catchUp(wall);
    this.#agreement?.look(player, { wall, paused: phase === "paused", onCompared: () => this.tellReact() });
    if (wall - this.#toldFacts > factsIntervalMs) {
      this.#toldFacts = wall;
      for (const listener of this.#factListeners) listener();
    }
    if (player.lineage?.advance(lineageEvents) === true) this.#changed = true;
    const { cursor, length } = this.#state;
    if (cursor !== player.view.cursor || length !== player.log.length) this.#changed = true;
    if (wall - this.#toldReact < reactIntervalMs || !this.#changed) return;
    this.#changed = false;
    this.#toldReact = wall;
    this.tellReact();
  };

  /** Asks the run to move or to rest. A run that answers no more is heard of by `onBroken`. */
  #move(command: Parameters<JobClient["command"]>[0]): void {
    if (!this.#client || !this.#agreement) return;
    void this.#agreement.during(this.#client.command(command));
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
    this.#agreement = undefined;
    this.#stopFrames?.();
    this.#stopFrames = undefined;
  }
}

const isActive = (phase: RunPhase): boolean => phase === "running" || phase === "paused";
