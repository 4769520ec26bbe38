import { createStore } from "zustand/vanilla";
import type { CheckpointId, TaskIndex } from "../../stream/indices.ts";
import type { Fault, JobClient, JobFile } from "../../control/job-client.ts";
import type { RunCommand } from "../../control/run-command.ts";
import type { Diagnostic } from "../../graph/diagnostic.ts";
import type { JobDocument } from "../../graph/job-document.ts";
import type { LogBatch } from "../../observe/event.ts";
import type { StopCondition } from "../../observe/stop-condition.ts";
import { listBy, toTaskIndex } from "../../stream/indices.ts";
import type { SharedMoment } from "../document/shared-moment.ts";
import { branchesTo, branchOff, switchToBranch, firstBranch, withFault, type Branch } from "./branches.ts";
import { FrameLoop } from "./frame-loop.ts";
import { KeptRuns } from "./kept-runs.ts";
import { LiveRun } from "./live-run.ts";
import { ReferenceRun } from "./reference-run.ts";
import type { RunPlayer } from "./run-player.ts";
import { runTrial, type TrialResult } from "./run-trial.ts";
import { withPace, type RunPlan, type SessionOptions } from "./session-options.ts";
import { isLive, momentState, nothingRuns, phaseAfter, seedOf, speedOf, type RunPhase, type SessionState } from "./session-state.ts";
import { conditionsOf, Stops } from "./stops.ts";

const publishIntervalMs = 250;
const factsIntervalMs = 100;

/** The runs of one designer, one at a time: the job that runs, the branches it took, and what a person can do to it. */
export class Session {
  readonly store = createStore<SessionState>(() => nothingRuns);
  readonly frames = new FrameLoop();
  readonly stops = new Stops(this.store);
  readonly reference: ReferenceRun;
  readonly #options: SessionOptions;
  readonly #factListeners = new Set<() => void>();
  /** Runs of the branches that were left, by name. */
  readonly #kept = new KeptRuns();
  #run: LiveRun | undefined;
  #jobId = "";
  #skipTo = 0;
  #pausesAtStart = false;
  #stopFrames: (() => void) | undefined;
  #published = 0;
  #toldFacts = 0;
  #moved = false;

  constructor(options: SessionOptions) {
    this.#options = options;
    this.reference = new ReferenceRun(() => options.connect(() => {}, options.isolated()));
  }

  /** The run on screen. Absent before the first one and after a cancelled one was put away. */
  get player(): RunPlayer | undefined {
    return this.#run?.player;
  }

  /** Undefined while nothing runs. */
  get client(): JobClient | undefined {
    return this.#run?.client;
  }

  /** The document that runs, or ran last: a frozen copy. */
  get document(): JobDocument | undefined {
    return this.#state.document;
  }

  get #state(): SessionState {
    return this.store.getState();
  }

  /** The run of a branch, the one on screen included; undefined when its log is not kept any more. */
  runOf(branch: string): RunPlayer | undefined {
    return branch === this.#state.branches.at(-1)?.name ? this.player : this.#kept.get(branch);
  }

  /**
   * Starts `document` as a frozen copy, anew or from the newest complete checkpoint of its last run; or in the course of a moment, to which
   * it goes and rests there. [DC32] Resolves to what kept it from starting, empty when it runs, or has come to the moment.
   */
  async start(document: JobDocument, from: "none" | "latest" | SharedMoment): Promise<readonly Diagnostic[]> {
    this.#jobId = this.#options.jobId();
    if (typeof from === "string") return this.#startAnew(document, from);
    this.#kept.clear();
    return this.#begin(document, { branches: branchesTo(from.branch, from.faults), skipTo: Infinity, restore: "none", moment: from });
  }

  /** Runs the job that broke again, from its newest complete checkpoint. */
  async recover(): Promise<readonly Diagnostic[]> {
    const { document } = this;
    return document ? this.#startAnew(document, "latest") : [];
  }

  /** Runs a small bounded job to its end beside the running one: what tries functions on sample rows. */
  tryOut(document: JobDocument, files: readonly JobFile[] = []): Promise<TrialResult> {
    return runTrial(() => this.#options.connect(() => {}, this.#options.isolated()), document, files);
  }

  /** Hands a record that a person typed to a source of the running job. */
  emit(operator: string, input: unknown): void {
    void this.client?.command({ kind: "userInput", operator, input });
  }

  pause(): void {
    if (this.#state.phase === "starting") {
      this.#pausesAtStart = true;
      return;
    }
    this.#move({ kind: "pause" });
    if (this.#state.until !== undefined) void this.stops.change({ until: undefined });
    this.#setPhase("paused");
  }

  resume(): void {
    if (!this.#state.following) this.follow();
    this.#goOn(undefined);
  }

  /** Deterministic: pauses right behind the event. Free running: the workers rest as soon as the event has come here. */
  runUntil(until: StopCondition): void {
    if (!this.#state.following) this.follow();
    this.#goOn(until);
  }

  /** One event forth, or one of that subtask: of those in the log, else of the run itself. */
  stepForward(subtask?: TaskIndex): void {
    const { player } = this;
    if (!player) return;
    const rests = this.#state.phase !== "running" || !player.following;
    if (rests && player.stepForth(subtask)) return this.#publish();
    if (this.#state.mode === "freeRunning" || !isActive(this.#state.phase)) return;
    this.store.setState({ stopped: undefined });
    this.#setPhase("paused");
    this.#move({ kind: "step", count: 1, subtask });
  }

  stepBack(): void {
    if (this.#state.phase === "running") this.pause();
    this.player?.step(-1);
    this.#publish();
  }

  seek(cursor: number): void {
    this.player?.seek(cursor);
    this.#publish();
  }

  follow(): void {
    this.player?.follow();
    this.#publish();
  }

  /** Follows the record that was sent or read by that event, through everything that becomes of it; undefined to follow none. */
  followRecord(followed: number | undefined): void {
    this.player?.followRecord(followed);
    this.#publish({ followed });
  }

  setSpeed(speed: number): void {
    this.store.setState({ speed });
    void this.client?.command({ kind: "setSpeed", speed });
  }

  triggerCheckpoint(): void {
    void this.client?.command({ kind: "triggerCheckpoint" });
  }

  /** Strikes now; in the past of the log it makes a branch that runs from there. Returns why it would do nothing. */
  async injectFault(fault: Fault): Promise<string | undefined> {
    const { player } = this;
    const { client } = this;
    if (!player || !client) return undefined;
    if (!player.following && player.header.mode === "deterministic") {
      const branches = branchOff(this.#state.branches, { at: player.view.at, fault });
      await this.#runBranch(branches, player, player.view.at);
      return undefined;
    }
    const refused = await client.command({ kind: "injectFault", fault });
    if (refused === undefined) this.store.setState({ branches: withFault(this.#state.branches, { at: player.log.head.at, fault }) });
    return refused;
  }

  /**
   * Sets the job back to a checkpoint: now, or at that time of the job clock in a branch that goes there again. Returns why it would do
   * nothing. [UI121]
   */
  async restoreFrom(checkpointId: CheckpointId, at?: number): Promise<string | undefined> {
    const fault = { kind: "restoreFrom", checkpointId } as const;
    const { player } = this;
    if (at === undefined || !player) return this.injectFault(fault);
    await this.#runBranch(branchOff(this.#state.branches, { at, fault }), player, at);
    return undefined;
  }

  /** Runs the job once more beside this run, without its faults, as far as this one has come. [UI126] */
  async compareWithoutFaults(): Promise<void> {
    const { document, player } = this;
    if (!document || !player) return;
    const run = { jobId: "", document: this.asRun(document), mode: "deterministic", seed: seedOf(document), faults: [] } as const;
    const files = this.#options.files?.(document) ?? [];
    await this.reference.begin({ ...run, files, speed: Infinity, paused: false, restore: "none" }, player.log.head.at);
  }

  /** Runs an earlier branch again. */
  async openBranch(name: string): Promise<void> {
    const branches = switchToBranch(this.#state.branches, name);
    if (branches && this.player) await this.#runBranch(branches, this.player, this.player.view.at);
  }

  cancel(): void {
    void this.client?.command({ kind: "cancel" });
    this.#setPhase("canceled");
  }

  /** Lets go of what ran the job, once its run is over. Its log can still be looked at. */
  letGo(): void {
    if (!isLive(this.#state.phase)) this.#run?.end();
  }

  /** Puts the run away, as when another document is opened in its place. */
  close(): void {
    this.#putAway();
    this.#kept.clear();
    this.reference.forget();
    this.store.setState({ ...nothingRuns, revision: this.#state.revision + 1 });
    this.#tellFacts();
  }

  /** Calls back at most 10 times a second while the picture moves. Listeners write to the DOM by ref, never through React state. */
  onFacts(listener: () => void): () => void {
    this.#factListeners.add(listener);
    return () => this.#factListeners.delete(listener);
  }

  async #startAnew(document: JobDocument, restore: "none" | "latest"): Promise<readonly Diagnostic[]> {
    this.#kept.clear();
    this.reference.forget();
    return this.#begin(document, { branches: [firstBranch], skipTo: 0, restore });
  }

  /** The same job, seed and faults, up to time `skipTo` at full speed: deterministic, so it passes through that very moment. */
  async #runBranch(branches: readonly Branch[], left: RunPlayer, skipTo: number): Promise<void> {
    const { document } = this;
    this.#kept.keep(this.#state.branches.at(-1)?.name, left);
    if (document) await this.#begin(document, { branches, skipTo, restore: "none" });
  }

  async #begin(document: JobDocument, { branches, skipTo, restore, moment }: RunPlan): Promise<readonly Diagnostic[]> {
    this.#putAway();
    this.#pausesAtStart = false;
    this.#skipTo = skipTo;
    const run = new LiveRun(this.#options.connect((message) => this.#onBroken(run, message), this.#options.isolated()));
    this.#run = run;
    const { mode = "deterministic" } = document.run ?? {};
    const [seed, speed] = [seedOf(document), speedOf(document)];
    const { breakpoints, ranUntil, revision } = this.#state;
    const kept = { breakpoints, ranUntil, revision: revision + 1 };
    this.store.setState({ ...nothingRuns, document, phase: "starting", mode, seed, speed, branches, ...kept });
    const files = this.#options.files?.(document) ?? [];
    const faults = branches.at(-1)?.faults ?? [];
    const pace = skipTo > 0 ? { speed: Infinity, breakpoints: [] } : { speed, breakpoints: conditionsOf(breakpoints) };
    const asked = { jobId: this.#jobId, document: this.asRun(document), mode, seed, files, restore, faults };
    const request = { ...asked, ...pace, paused: moment !== undefined };
    const result = await run.start(request, {
      onBatch: (player, batch) => this.#receive(run, player, batch),
      onMemory: (memory) => this.store.setState({ memory }),
    });
    if (!result) return [];
    if (!result.ok) {
      this.#putAway();
      this.#setPhase("idle");
      this.#tellFacts();
      return result.diagnostics;
    }
    const memory = result.memory && { subtasks: listBy(toTaskIndex, []), limits: result.memory };
    this.store.setState({ restoredFrom: result.restoredFrom, memory });
    this.#setPhase("running");
    if (moment !== undefined) await this.#goTo(run, moment);
    else if (this.#pausesAtStart) this.pause();
    return [];
  }

  async #goTo(run: LiveRun, moment: SharedMoment): Promise<void> {
    const { goToMoment } = await import("./run-parts.ts");
    const arrival = await goToMoment(run, moment);
    if (run !== this.#run) return;
    this.#endSkip();
    if (this.#state.phase === "running") this.#setPhase("paused");
    this.#publish({ arrival });
  }

  asRun(document: JobDocument): JobDocument {
    return withPace(document, this.#options.paceOf);
  }

  /** From here on the run has its own speed, and its stops. */
  #endSkip(): void {
    this.#skipTo = 0;
    const { client, player } = this;
    if (!client || !player) return;
    void client.command({ kind: "setSpeed", speed: this.#state.speed });
    this.stops.begin(client, player.header);
    void this.stops.change({});
  }

  #receive({ client }: LiveRun, player: RunPlayer, { header, events }: LogBatch): void {
    if (!client) return;
    this.frames.wake();
    if (header) this.#stopFrames ??= this.frames.add(this.#frame);
    if (header && this.#skipTo === 0) this.stops.begin(client, header);
    const stopped = this.stops.find(events);
    if (this.#skipTo > 0 && player.log.head.at >= this.#skipTo) {
      this.#endSkip();
    }
    if (stopped) {
      this.pause();
      this.store.setState({ stopped });
    }
    const next = phaseAfter(player.log.head.status);
    if (!next || next === this.#state.phase) return;
    // With the end comes the moment it ended at: nothing in the page tells one without the other.
    this.#publish({ until: undefined, phase: next });
  }

  #goOn(until: StopCondition | undefined): void {
    const run = this.#run;
    this.store.setState({ stopped: undefined, ranUntil: until ?? this.#state.ranUntil });
    this.#setPhase("running");
    void this.stops.change({ until }).then(() => {
      if (run === this.#run && this.#state.phase === "running") void run?.client?.command({ kind: "resume" });
    });
  }

  /** What ran the job is gone: its log can still be looked at, and its checkpoints are kept. */
  #onBroken(run: LiveRun, message: string): void {
    if (run !== this.#run) return;
    run.end();
    this.stops.end();
    this.store.setState({ broken: message, until: undefined });
    this.#setPhase("failed");
    this.#publish();
  }

  #tellFacts(): void {
    for (const listener of this.#factListeners) listener();
  }

  readonly #frame = (wall: number): boolean => {
    const run = this.#run;
    const player = run?.player;
    if (!player) return false;
    const { phase, speed } = this.#state;
    const pace = { phase, speed: this.#skipTo > 0 ? Infinity : speed };
    if (run.frame(wall, pace, () => this.#publish())) this.#moved = true;
    if (wall - this.#toldFacts > factsIntervalMs) {
      this.#toldFacts = wall;
      this.#tellFacts();
    }
    const { cursor, length } = this.#state;
    if (cursor !== player.view.cursor || length !== player.log.length) this.#moved = true;
    const moved = this.#moved || phase === "running" || phase === "starting";
    if (wall - this.#published < publishIntervalMs || !this.#moved) return moved;
    this.#moved = false;
    this.#published = wall;
    this.#publish();
    return moved;
  };

  /** Asks the run to move or to rest. */
  #move(command: RunCommand): void {
    this.#run?.move(command);
    this.#publish();
  }

  /** Brings the store up to the picture: after something a person did, and while it moves. */
  #publish(change: Partial<SessionState> = {}): void {
    const run = this.#run;
    if (!run?.player) return;
    this.frames.wake();
    const { violations, compared } = run;
    this.store.setState({ ...change, ...momentState(run.player), violations, compared, revision: this.#state.revision + 1 });
  }

  #setPhase(phase: RunPhase): void {
    this.frames.wake();
    if (this.#state.phase !== phase) this.store.setState({ phase });
  }

  #putAway(): void {
    this.#run?.end();
    this.#run = undefined;
    this.stops.end();
    this.#stopFrames?.();
    this.#stopFrames = undefined;
  }
}

const isActive = (phase: RunPhase): boolean => phase === "running" || phase === "paused";
