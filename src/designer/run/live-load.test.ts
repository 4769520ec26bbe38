import { describe, expect, it } from "vitest";
import type { ExecutionState } from "../../graph/execution-state.ts";
import { toChannelIndex, toTaskIndex } from "../../stream/indices.ts";
import { counterIndex, counterNames } from "../../observe/counters.ts";
import type { LogEventBody } from "../../observe/event.ts";
import { sampleHeader } from "../../observe/testing/sample-log.ts";
import { LiveLoad } from "./live-load.ts";
import { RunPlayer } from "./run-player.ts";

function counters(subtasks: number) {
  const buffer = new SharedArrayBuffer(subtasks * counterNames.length * 8);
  const view = new Float64Array(buffer);
  return {
    buffer,
    add(subtask: number, name: keyof typeof counterIndex, by: number) {
      const place = subtask * counterNames.length + counterIndex[name];
      view[place] = (view[place] ?? 0) + by;
    },
  };
}

describe("load of a free run", () => {
  it("[PX14] is the share of the time the subtask accounted for, each subtask its own", () => {
    const { buffer, add } = counters(2);
    const load = new LiveLoad(buffer, 0, buffer.byteLength / counterNames.length / 8);
    expect(load.of(toTaskIndex(1))).toBeUndefined();
    add(1, "busyMs", 30);
    add(1, "idleMs", 60);
    add(1, "backPressuredMs", 10);
    expect(load.of(toTaskIndex(1))).toEqual({ busy: 0.3, backPressured: 0.1 });
    expect(load.of(toTaskIndex(0))).toBeUndefined();
  });

  it("[PX14] forgets what was more than two looks ago", () => {
    const { buffer, add } = counters(1);
    const load = new LiveLoad(buffer, 0, buffer.byteLength / counterNames.length / 8);
    add(0, "busyMs", 500);
    load.look(600, 600);
    expect(load.of(toTaskIndex(0))).toEqual({ busy: 1, backPressured: 0 });
    load.look(1200, 1200);
    expect(load.of(toTaskIndex(0))).toBeUndefined();
    add(0, "idleMs", 100);
    load.look(1300, 1300);
    expect(load.of(toTaskIndex(0))).toEqual({ busy: 0, backPressured: 0 });
  });

  it("[PX14] the records of a subtask are those of its earlier attempts in the log and of the present one in the counters", () => {
    const { buffer, add } = counters(6);
    const player = new RunPlayer({ ...sampleHeader(), mode: "freeRunning" });
    const body = (state: ExecutionState, attempt: number) => ({ kind: "executionState", state, attempt }) as const;
    const events: LogEventBody[] = [body("RUNNING", 0), { kind: "passed", channel: toChannelIndex(0), sent: 40, received: 40 }, body("FAILED", 0)];
    const append = (bodies: readonly LogEventBody[]): void => {
      const from = player.log.length;
      player.append({ events: bodies.map((one, index) => ({ seq: from + index, at: 0, subtask: toTaskIndex(2), body: one })), hash: "" });
      player.follow();
    };
    append(events);
    player.load = new LiveLoad(buffer, 0, buffer.byteLength / counterNames.length / 8);
    add(2, "recordsIn", 7);
    expect(player.records(toTaskIndex(2)).recordsIn).toBe(40);
    append([body("INITIALIZING", 1), body("RUNNING", 1)]);
    expect(player.records(toTaskIndex(2)).recordsIn).toBe(47);
    append([{ kind: "passed", channel: toChannelIndex(0), sent: 9, received: 9 }]);
    expect(player.records(toTaskIndex(2)).recordsIn).toBe(49);
  });
});
