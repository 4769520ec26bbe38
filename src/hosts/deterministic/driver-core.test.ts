import { expect, test } from "vitest";
import type { LogEventBody } from "../../observe/event.ts";
import type { Progress } from "../../runtime/environment.ts";
import type { InputChannel, OutputChannel } from "../../runtime/io/channel.ts";
import type { Schema } from "../../stream/logical-type.ts";
import { listBy, toChannelIndex, toOperatorIndex, toTaskIndex } from "../../stream/indices.ts";
import { rowFromValues } from "../../stream/row-class.ts";
import { LocalTasks } from "../in-process/local-tasks.ts";
import type { Process, ProcessWorld } from "../process.ts";
import { DriverCore } from "./driver-core.ts";
import { runToEnd } from "./run-to-end.ts";

const schema: Schema = { fields: [{ name: "token", type: { type: "INT", nullable: false } }] };
const tokenRow = rowFromValues(schema);
const lastToken = 6;
const size = 3;

interface Ends {
  readonly from: number;
  readonly to: number;
}

/** Its mail is a token, and it tells nothing. */
interface RingDealings {
  readonly deployment: Ends;
  readonly mail: number;
  readonly effect: never;
  readonly request: never;
}

/** A process of a ring: hands a token on, each time one larger, until it is the last one. No operator, no job. */
class RingProcess implements Process<number> {
  readonly busyUntil = -Infinity;
  readonly #world: ProcessWorld<never>;
  readonly #input: InputChannel;
  readonly #output: OutputChannel;
  readonly #mail: number[] = [];

  constructor({ from, to }: Ends, world: ProcessWorld<never>) {
    this.#world = world;
    this.#input = world.openInput({ channel: toChannelIndex(from), schema, capacityRecords: undefined });
    this.#output = world.openOutput({ channel: toChannelIndex(to), schema, capacityRecords: undefined }, () => {});
  }

  post(mail: number): void {
    this.#mail.push(mail);
  }

  step(budget: number): Progress {
    const typed = this.#mail.splice(0);
    for (const token of typed) this.#handle(token);
    const taken = this.#input.poll((row) => this.#handle(Number(row["token"])), budget);
    return typed.length + taken > 0 ? "worked" : "idle";
  }

  nextTimerAt(): number {
    return Infinity;
  }

  close(): void {
    this.#output.close();
  }

  #handle(token: number): void {
    this.#world.emit({ kind: "userLog", operator: toOperatorIndex(0), text: String(token) });
    if (token < lastToken) this.#output.write(tokenRow([token + 1]), 0);
  }
}

interface Ring {
  readonly core: DriverCore<RingDealings>;
  readonly events: (readonly [at: number, process: number, body: LogEventBody])[];
  run(): string;
}

/** A ring of processes on a core, which makes them by a factory; process 0 is handed the token at 5. */
function ring(seed: number, latencyMs: number): Ring {
  const ends = Array.from({ length: size }, (_, process) => ({ from: (process + size - 1) % size, to: process }));
  const channels = listBy(toChannelIndex, ends.map(({ to }) => ({ from: toTaskIndex(to), to: toTaskIndex((to + 1) % size) })));
  const events: Ring["events"] = [];
  const core: DriverCore<RingDealings> = new DriverCore<RingDealings>({
    tasks: size,
    channels,
    seed,
    times: { channelLatencyMs: () => latencyMs, budget: () => 1 },
    log: { append: (at, process, body) => void events.push([at, process, body]) },
    client: { onEffects: () => {}, onFailure: () => {}, isOver: () => false },
  });
  const tasks = new LocalTasks<RingDealings>({ channels, make: (process, world) => new RingProcess(process, world) });
  for (const [subtask, process] of ends.entries()) core.deploy({ subtask: toTaskIndex(subtask), attempt: 0 }, process);
  core.plan(5, () => core.post({ subtask: toTaskIndex(0), attempt: 0 }, 0));
  return { core, events, run: () => runToEnd(core, (action) => tasks.perform(action), { turns: 1000, virtualMs: 1000 }) };
}

const tokens = ({ events }: Ring): readonly string[] =>
  events.flatMap(([at, process, body]) => (body.kind === "userLog" ? [`${at}: ${body.text} at ${process}`] : []));

test("[DT40] [DT41] a core runs what is no job: a ring of processes hands a token round, in virtual time, the same for the same seed", () => {
  const first = ring(1, 10);
  expect(first.run()).toBe("idle");
  expect(tokens(first)).toEqual(["5: 0 at 0", "15: 1 at 1", "25: 2 at 2", "35: 3 at 0", "45: 4 at 1", "55: 5 at 2", "65: 6 at 0"]);
  const again = ring(1, 10);
  again.run();
  expect(again.events).toEqual(first.events);
});

test("[DT40] a process that is killed takes with it what is on the way to it", () => {
  const killed = ring(1, 10);
  killed.core.plan(30, () => killed.core.terminate(toTaskIndex(0)));
  expect(killed.run()).toBe("idle");
  expect(tokens(killed).at(-1)).toBe("25: 2 at 2");
  const lost = killed.events.filter(([, , { kind }]) => kind === "lost");
  expect(lost).toEqual([[30, 0, { kind: "lost", channel: 2, count: 1 }]]);
});
