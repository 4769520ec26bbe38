import { expect, test } from "vitest";
import type { LogEventBody } from "../../observe/event.ts";
import type { Mail, Progress } from "../../runtime/environment.ts";
import { DriverCore } from "./driver-core.ts";
import type { DeployReply, TaskAction, Traffic, TurnReply, TurnRequest } from "./host-action.ts";
import { runToEnd } from "./run-to-end.ts";

/** A process of a ring: hands a token on, each time one larger, until it has reached the last number. No operator, no job. */
class RingProcess {
  readonly #from: number;
  readonly #to: number;
  readonly #channels: number[][];
  #limit = 0;
  #taken = 0;

  constructor({ from, to, channels }: RingDeployment) {
    this.#from = from;
    this.#to = to;
    this.#channels = channels;
  }

  turn({ mail, readLimits }: TurnRequest): TurnReply {
    for (const [, limit] of readLimits) this.#limit = limit;
    const tokens = mail.flatMap((each) => (each.kind === "userInput" ? [each.input as number] : []));
    const traffic: Traffic[] = [];
    if (this.#taken < this.#limit) {
      const token = this.#channels[this.#from]?.shift();
      this.#taken++;
      traffic.push({ channel: this.#from, sent: 0, taken: 1 });
      if (token !== undefined) tokens.push(token);
    }
    const events = tokens.map((token): LogEventBody => ({ kind: "userLog", operator: 0, text: String(token) }));
    for (const token of tokens) {
      if (token >= lastToken) continue;
      this.#channels[this.#to]?.push(token + 1);
      traffic.push({ channel: this.#to, sent: 1, taken: 0 });
    }
    const progress: Progress = tokens.length > 0 ? "worked" : "idle";
    return { ...nothing, events, traffic, progress, failure: undefined, busyUntil: -Infinity, nextTimerAt: Infinity };
  }
}

interface RingDeployment {
  readonly from: number;
  readonly to: number;
  readonly channels: number[][];
}

const nothing = { events: [], reports: [], snapshots: [], portRequests: [] };
const lastToken = 6;
const size = 3;

/** Runs a ring of processes on a core; `latencyMs` is that of its channels. */
function ring(seed: number, latencyMs: number): { readonly log: readonly string[]; readonly endedAt: number; readonly outcome: string } {
  const log: string[] = [];
  let seen = 0;
  const core = new DriverCore<RingDeployment>({
    tasks: size,
    channels: Array.from({ length: size }, (_, from) => ({ from, to: (from + 1) % size })),
    seed,
    times: { channelLatencyMs: () => latencyMs, budget: () => 1 },
    log: {
      append(at, task, body) {
        if (body.kind !== "userLog") return;
        log.push(`${at}: ${body.text} at ${task}`);
        seen = Number(body.text);
      },
    },
    client: { onEffects: () => {}, onFailure: () => {}, isOver: () => seen === lastToken },
  });
  const channels: number[][] = Array.from({ length: size }, () => []);
  const processes = new Map<number, RingProcess>();
  const perform = (action: TaskAction<RingDeployment>): DeployReply | TurnReply | undefined => {
    switch (action.kind) {
      case "deploy":
        processes.set(action.subtask, new RingProcess(action.deployment));
        return { ...nothing, failure: undefined };
      case "turn":
        return processes.get(action.request.subtask)?.turn(action.request);
      case "terminate":
        return undefined;
    }
  };
  for (let task = 0; task < size; task++) core.deploy({ subtask: task, attempt: 0 }, { from: (task + size - 1) % size, to: task, channels });
  const start: Mail = { kind: "userInput", operatorId: "", input: 0 };
  core.plan(5, () => core.post({ subtask: 0, attempt: 0 }, start));
  const outcome = runToEnd(core, perform, { turns: 1000, virtualMs: 1000 });
  return { log, outcome, endedAt: core.now };
}

test("[DT40] a core runs what is no job: a ring of processes hands a token round, in virtual time, the same for the same seed", () => {
  const { log, endedAt, outcome } = ring(1, 10);
  expect(log).toEqual(["5: 0 at 0", "15: 1 at 1", "25: 2 at 2", "35: 3 at 0", "45: 4 at 1", "55: 5 at 2", "65: 6 at 0"]);
  expect({ endedAt, outcome }).toEqual({ endedAt: 65, outcome: "ended" });
  expect(ring(1, 10).log).toEqual(log);
});

test("[DT40] whoever kills a process on a core loses what its channels hold", () => {
  const lost: LogEventBody[] = [];
  const core = new DriverCore<RingDeployment>({
    tasks: 2,
    channels: [{ from: 0, to: 1 }],
    seed: 1,
    times: { channelLatencyMs: () => 10, budget: () => 1 },
    log: { append: (_at, _task, body) => void lost.push(body) },
    client: { onEffects: () => {}, onFailure: () => {}, isOver: () => false },
  });
  const process = new RingProcess({ from: 1, to: 0, channels: [[], []] });
  core.deploy({ subtask: 0, attempt: 0 }, { from: 1, to: 0, channels: [] });
  core.post({ subtask: 0, attempt: 0 }, { kind: "userInput", operatorId: "", input: 0 });
  core.plan(5, () => core.terminate(1));
  const perform = (action: TaskAction<RingDeployment>): unknown =>
    action.kind === "turn" ? process.turn(action.request) : { ...nothing, failure: undefined };
  expect(runToEnd(core, perform, { turns: 100, virtualMs: 100 })).toBe("idle");
  expect(lost.filter(({ kind }) => kind !== "userLog")).toEqual([{ kind: "lost", channel: 0, count: 1 }]);
});
