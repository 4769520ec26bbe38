import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Fault, StartRequest, StartResult } from "../../control/job-client.ts";
import type { CommandAnswer, RunCommand } from "../../control/run-command.ts";
import { toTaskIndex } from "../../stream/indices.ts";
import { jobDocumentFormat, type JobDocument } from "../../graph/job-document.ts";
import type { StopCondition } from "../../observe/stop-condition.ts";
import { speedReason, stepReason } from "./availability.ts";
import { comparisonOnScreen } from "./session-state.ts";
import { Session } from "./session.ts";
import { SampleClient } from "./testing/sample-client.ts";

const document: JobDocument = {
  format: jobDocumentFormat,
  name: "sample",
  config: {},
  operators: [],
  edges: [],
  run: { speed: 1, seed: 7 },
};

/** Remembers what it was asked to do. */
class RecordingClient extends SampleClient {
  readonly requests: StartRequest[] = [];
  readonly faults: Fault[] = [];
  readonly commands: RunCommand["kind"][] = [];
  disposed = false;
  onBroken: (message: string) => void = () => {};
  /** Steps end when this does. */
  stepsAfter: Promise<void> = Promise.resolve();

  override async command(command: RunCommand): Promise<CommandAnswer> {
    this.commands.push(command.kind);
    if (command.kind === "step") await this.stepsAfter;
    if (command.kind !== "injectFault") return super.command(command);
    this.faults.push(command.fault);
    return undefined;
  }

  override start(request: StartRequest): Promise<StartResult> {
    this.requests.push(request);
    return super.start(request);
  }

  override dispose(): void {
    this.disposed = true;
    super.dispose();
  }
}

const frameMs = 16;
let clients: RecordingClient[] = [];

function startedSession(): Session {
  return new Session({
    isolated: () => false,
    jobId: () => "job",
    connect: (onBroken) => {
      const client = new RecordingClient();
      client.onBroken = onBroken;
      clients.push(client);
      return client;
    },
  });
}

describe("session", () => {
  beforeEach(() => {
    clients = [];
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval", "setTimeout", "clearTimeout", "Date"] });
    vi.stubGlobal("requestAnimationFrame", (frame: (wall: number) => void) => setTimeout(() => frame(Date.now()), frameMs));
    vi.stubGlobal("cancelAnimationFrame", (handle: ReturnType<typeof setTimeout>) => clearTimeout(handle));
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it("[PX13] tells React at most four times a second while frames go by", async () => {
    const session = startedSession();
    await session.start({ ...document, operators: [], edges: [] }, "none");
    let told = 0;
    session.store.subscribe(() => told++);
    vi.advanceTimersByTime(2000);
    expect(session.player?.view.cursor).toBeGreaterThan(100);
    expect(told).toBeGreaterThan(4);
    expect(told).toBeLessThanOrEqual(8);
  });

  it("follows the run after its newest event", async () => {
    const session = startedSession();
    await session.start({ ...document, operators: [], edges: [] }, "none");
    vi.advanceTimersByTime(1500);
    const behind = (session.player?.log.head.at ?? 0) - (session.player?.now ?? 0);
    expect(behind).toBeGreaterThanOrEqual(0);
    expect(behind).toBeLessThan(150);
  });

  it("[PX11] a fault at the live end strikes the run and is remembered", async () => {
    const session = startedSession();
    await session.start({ ...document, operators: [], edges: [] }, "none");
    vi.advanceTimersByTime(500);
    session.follow();
    await session.injectFault({ kind: "killSubtask", subtask: toTaskIndex(2) });
    expect(clients[0]?.faults).toEqual([{ kind: "killSubtask", subtask: 2 }]);
    expect(session.store.getState().branches).toMatchObject([{ name: "A", faults: [{ fault: { kind: "killSubtask" } }] }]);
  });

  it("[PX11] a fault in the past runs the same job again with it, and the old branch can be opened again", async () => {
    const session = startedSession();
    await session.start({ ...document, operators: [], edges: [] }, "none");
    vi.advanceTimersByTime(800);
    session.seek(200);
    const at = session.player?.view.at ?? 0;
    await session.injectFault({ kind: "killSubtask", subtask: toTaskIndex(3) });
    expect(clients).toHaveLength(2);
    expect(clients[0]?.disposed).toBe(true);
    expect(clients[1]?.requests[0]).toMatchObject({
      seed: 7,
      faults: [{ at, fault: { kind: "killSubtask", subtask: 3 } }],
      speed: Infinity,
    });
    expect(session.store.getState().branches).toMatchObject([{ name: "A" }, { name: "B", parent: "A", from: at }]);
    expect(session.runOf("A")?.log.head.at).toBeGreaterThan(at);
    vi.advanceTimersByTime(300);
    await session.openBranch("A");
    expect(clients[2]?.requests[0]).toMatchObject({ seed: 7, faults: [] });
    expect(session.store.getState().branches.map(({ name }) => name)).toEqual(["B", "A"]);
  });

  it("run until ends paused at the event it waited for", async () => {
    const session = startedSession();
    await session.start({ ...document, operators: [], edges: [] }, "none");
    session.runUntil({ event: "checkpointComplete" });
    expect(session.store.getState()).toMatchObject({ phase: "running", until: { event: "checkpointComplete" } });
    await vi.advanceTimersByTimeAsync(3000);
    expect(session.store.getState()).toMatchObject({ phase: "paused", until: undefined });
    expect(session.player?.log.event(session.player.log.length - 1)?.body.kind).toBe("checkpointCompleted");
  });

  it("[OB7] says that picture and runtime agree only of the event on screen, and not while a step is under way", async () => {
    const session = startedSession();
    const said = (): number | undefined => comparisonOnScreen(session.store.getState())?.length;
    await session.start({ ...document, operators: [], edges: [] }, "none");
    vi.advanceTimersByTime(500);
    session.pause();
    await vi.advanceTimersByTimeAsync(100);
    const { length } = session.store.getState();
    expect(said()).toBe(length);

    let stepNow = (): void => {};
    const [client] = clients;
    if (client) client.stepsAfter = new Promise((resolve) => (stepNow = resolve));
    session.stepForward();
    expect(said()).toBeUndefined();
    await vi.advanceTimersByTimeAsync(1000);
    expect(said()).toBeUndefined();
    stepNow();
    await vi.advanceTimersByTimeAsync(100);
    expect(said()).toBe(length + 1);

    session.stepBack();
    expect(said()).toBeUndefined();
    session.follow();
    expect(said()).toBe(length + 1);
  });

  it("[UI113] steps one event at a time, of all or of one subtask, however many come in a turn", async () => {
    const session = startedSession();
    await session.start(document, "none");
    await vi.advanceTimersByTimeAsync(500);
    session.pause();
    await vi.advanceTimersByTimeAsync(100);
    const [client] = clients;
    if (client) client.eventsOfStep = 4;
    const { cursor } = session.store.getState();
    for (let step = 1; step <= 6; step++) {
      session.stepForward();
      await vi.advanceTimersByTimeAsync(400);
      expect(session.store.getState()).toMatchObject({ cursor: cursor + step, length: cursor + (step <= 4 ? 4 : 8), phase: "paused" });
    }
    const ofSubtask = toTaskIndex(2);
    session.seek(100);
    session.stepForward(ofSubtask);
    const at = session.store.getState().cursor;
    const passed = Array.from({ length: at - 100 }, (_, index) => session.player?.log.event(100 + index)?.subtask);
    expect(passed.indexOf(ofSubtask)).toBe(passed.length - 1);
    session.follow();
    session.stepForward();
    session.stepForward();
    await vi.advanceTimersByTimeAsync(400);
    session.resume();
    await vi.advanceTimersByTimeAsync(200);
    expect(session.store.getState()).toMatchObject({ phase: "running", following: true });
  });

  it("[PX16] pauses at a breakpoint every time, until it is removed, in every run of the page", async () => {
    const session = startedSession();
    const condition: StopCondition = { event: "checkpointComplete" };
    void session.stops.change({ breakpoints: [{ id: 1, on: true, condition }] });
    await session.start(document, "none");
    for (let time = 1; time <= 2; time++) {
      await vi.advanceTimersByTimeAsync(3000);
      const { phase, stopped, length } = session.store.getState();
      expect({ phase, stopped }).toEqual({ phase: "paused", stopped: { condition, breakpoint: 1, cursor: length } });
      expect(session.player?.log.event(length - 1)?.body.kind).toBe("checkpointCompleted");
      session.resume();
      expect(session.store.getState()).toMatchObject({ phase: "running", stopped: undefined });
    }
    void session.stops.change({ breakpoints: [] });
    await vi.advanceTimersByTimeAsync(3000);
    expect(session.store.getState().phase).toBe("running");
  });

  it("[PX16] a free run rests as soon as the event it runs until has come to the page", async () => {
    const session = startedSession();
    await session.start({ ...document, run: { mode: "freeRunning" } }, "none");
    session.runUntil({ event: "checkpointComplete" });
    await vi.advanceTimersByTimeAsync(3000);
    expect(clients[0]?.commands).toContain("pause");
    expect(session.store.getState()).toMatchObject({ phase: "paused", until: undefined, stopped: { condition: { event: "checkpointComplete" } } });
  });

  it("[PX20] a free run is not stepped, and the controls say why", async () => {
    const session = startedSession();
    await session.start({ ...document, run: { mode: "freeRunning" } }, "none");
    await vi.advanceTimersByTimeAsync(500);
    session.pause();
    expect([stepReason, speedReason].map((reason) => reason(session.store.getState()))).toEqual(["transport.freeStep", "transport.freeSpeed"]);
    session.stepForward();
    expect(clients[0]?.commands).not.toContain("step");
    session.stepBack();
    expect(stepReason(session.store.getState())).toBeUndefined();
  });

  it("[UI33] a job whose control worker died says so, can be looked at, and goes on from its newest checkpoint", async () => {
    const session = startedSession();
    await session.start(document, "none");
    await vi.advanceTimersByTimeAsync(500);
    clients[0]?.onBroken("no sign of life");
    expect(session.store.getState()).toMatchObject({ phase: "failed", broken: "no sign of life" });
    expect(clients[0]?.disposed).toBe(true);
    expect(session.player?.log.length).toBeGreaterThan(10);
    await session.recover();
    expect(clients[1]?.requests[0]).toMatchObject({ jobId: "job", restore: "latest" });
    expect(session.store.getState()).toMatchObject({ phase: "running", broken: undefined });
  });
});
