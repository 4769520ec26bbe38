import { expect, test } from "vitest";
import { deriveSeed, seededRandom } from "../../base/random.ts";
import { listBy, toChannelIndex, toCheckpointId, toOperatorIndex, toTaskIndex } from "../../stream/indices.ts";
import { LogWriter } from "../../observe/log-writer.ts";
import type { ChannelIndex } from "../../stream/indices.ts";
import type { Progress } from "../../runtime/environment.ts";
import type { InputChannel, OutputChannel } from "../../runtime/io/channel.ts";
import type { CheckpointBarrier } from "../../stream/control-element.ts";
import type { Schema } from "../../stream/logical-type.ts";
import { rowFromValues } from "../../stream/row-class.ts";
import { LocalTasks } from "../in-process/local-tasks.ts";
import type { Process, ProcessWorld } from "../process.ts";
import { DriverCore } from "./driver-core.ts";
import { runToEnd } from "./run-to-end.ts";

// Chandy and Lamport's own example, on a graph with cycles as no job has them: banks send each other money, and a snapshot of all of them,
// taken while they do, has all the money there is. What a bank is made of, is told and tells is its own.

const schema: Schema = { fields: [{ name: "amount", type: { type: "INT", nullable: false } }] };
const money = rowFromValues(schema);
const banks = 4;
const startingBalance = 100;
const transfersPerBank = 30;
const marker: CheckpointBarrier = { kind: "checkpointBarrier", id: toCheckpointId(1), triggeredAt: 0, alignment: "aligned", savepoint: false };

/** Between any two banks, both ways. */
const pairs = Array.from({ length: banks * banks }, (_, place) => ({ from: toTaskIndex(Math.floor(place / banks)), to: toTaskIndex(place % banks) }));
const channels = listBy(toChannelIndex, pairs.filter(({ from, to }) => from !== to));

interface BankDealings {
  readonly deployment: { readonly bank: number; readonly seed: number };
  readonly mail: "takeSnapshot";
  readonly effect: Recorded;
  readonly request: never;
}

/** A bank's part of the snapshot. */
interface Recorded {
  readonly balance: number;
  /** What was on its way to it. */
  readonly underWay: number;
}

interface Teller {
  readonly channel: InputChannel;
  /** Money that came in since the balance was recorded; undefined before that, and behind the marker. */
  recording: boolean;
}

class Bank implements Process<"takeSnapshot"> {
  readonly busyUntil = -Infinity;
  readonly #world: ProcessWorld<Recorded>;
  readonly #tellers: readonly Teller[];
  readonly #outputs: readonly OutputChannel[];
  readonly #random;
  #balance = startingBalance;
  #left = transfersPerBank;
  #nextTransferAt = 1;
  #isAsked = false;
  #recorded: { readonly balance: number; underWay: number } | undefined;

  constructor({ bank, seed }: BankDealings["deployment"], world: ProcessWorld<Recorded>) {
    this.#world = world;
    this.#random = seededRandom(deriveSeed(seed, bank));
    const numbered = channels.map((ends, channel) => ({ ...ends, channel }));
    const descriptor = (channel: ChannelIndex) => ({ channel, schema, capacityRecords: undefined });
    this.#tellers = numbered
      .filter(({ to }) => to === bank)
      .map(({ channel }) => ({ channel: world.openInput(descriptor(channel)), recording: false }));
    this.#outputs = numbered.filter(({ from }) => from === bank).map(({ channel }) => world.openOutput(descriptor(channel), () => {}));
  }

  post(): void {
    this.#isAsked = true;
  }

  nextTimerAt(): number {
    return this.#left > 0 ? this.#nextTransferAt : Infinity;
  }

  step(budget: number): Progress {
    let worked = this.#isAsked;
    if (this.#isAsked) this.#record();
    this.#isAsked = false;
    if (this.#world.now() >= this.nextTimerAt()) {
      this.#transfer();
      worked = true;
    }
    for (const teller of this.#tellers) if (this.#serve(teller, budget)) worked = true;
    return worked ? "worked" : "idle";
  }

  close(): void {
    for (const output of this.#outputs) output.close();
  }

  #transfer(): void {
    const amount = Math.min(this.#balance, 1 + this.#random.integer(20));
    this.#left--;
    this.#nextTransferAt = this.#world.now() + 1 + this.#random.integer(4);
    this.#balance -= amount;
    this.#outputs[this.#random.integer(this.#outputs.length)]?.write(money([amount]), 0);
    this.#world.emit({ kind: "userLog", operator: toOperatorIndex(0), text: `sends ${amount}` });
  }

  #serve(teller: Teller, budget: number): boolean {
    const taken = teller.channel.poll((row) => {
      const amount = Number(row["amount"]);
      this.#balance += amount;
      if (teller.recording && this.#recorded !== undefined) this.#recorded.underWay += amount;
    }, budget);
    if (taken > 0) return true;
    if (teller.channel.pollControl() === undefined) return false;
    this.#record();
    teller.recording = false;
    if (this.#recorded !== undefined && this.#tellers.every(({ recording }) => !recording)) this.#world.tell(this.#recorded);
    return true;
  }

  /** On the first marker: its balance, then a marker into every channel; from now on what comes in before the marker was under way. */
  #record(): void {
    if (this.#recorded !== undefined) return;
    this.#recorded = { balance: this.#balance, underWay: 0 };
    for (const teller of this.#tellers) teller.recording = true;
    for (const output of this.#outputs) output.control(marker);
  }
}

interface Outcome {
  readonly hash: string;
  readonly recorded: readonly Recorded[];
}

/** Banks on a core, which steps them with seeded latencies and ends when all have told their part of the snapshot. */
function runBanks(seed: number, snapshotAt = 20): Outcome {
  const latencies = seededRandom(deriveSeed(seed, banks));
  const topology = { vertices: [], subtasks: listBy(toTaskIndex, []), channels: listBy(toChannelIndex, []) };
  const log = new LogWriter(
    { jobId: "", jobName: "banks", mode: "deterministic", seed, startedAt: 0, topology, origins: { nodes: [], edges: [] } },
    true,
  );
  const recorded: Recorded[] = [];
  const failures: string[] = [];
  const core: DriverCore<BankDealings> = new DriverCore<BankDealings>({
    tasks: banks,
    channels,
    seed,
    times: { channelLatencyMs: () => latencies.integer(30), budget: () => 1 + latencies.integer(3) },
    log,
    client: {
      onEffects: (_bank, parts) => void recorded.push(...parts),
      onFailure: (_bank, { message }) => void failures.push(message),
      isOver: () => recorded.length === banks,
    },
  });
  const tasks = new LocalTasks<BankDealings>({ channels, make: (deployment, world) => new Bank(deployment, world) });
  for (let bank = 0; bank < banks; bank++) core.deploy({ subtask: toTaskIndex(bank), attempt: 0 }, { bank, seed });
  core.plan(snapshotAt, () => void core.post({ subtask: toTaskIndex(seed % banks), attempt: 0 }, "takeSnapshot"));
  const outcome = runToEnd(core, (action) => tasks.perform(action), { turns: 100_000, virtualMs: 10_000 });
  expect([outcome, failures]).toEqual(["ended", []]);
  return { hash: log.hashText, recorded };
}

const seeds = Array.from({ length: 50 }, (_, seed) => seed);

test("[DT42] banks on a core take Chandy and Lamport's snapshot, and it has all the money, at whatever time", () => {
  const runs = seeds.map((seed) => runBanks(seed).recorded);
  for (const parts of runs) expect(parts.reduce((sum, { balance, underWay }) => sum + balance + underWay, 0)).toBe(banks * startingBalance);
  // Money was under way in most of them: it was not at rest that they were looked at.
  expect(runs.filter((parts) => parts.some(({ underWay }) => underWay > 0)).length).toBeGreaterThan(40);
});

test("[DT1] [DT42] the log of processes that are no job is a function of their seed too", () => {
  const hashes = seeds.map((seed) => runBanks(seed).hash);
  expect(seeds.map((seed) => runBanks(seed).hash)).toEqual(hashes);
  expect(new Set(hashes).size).toBe(seeds.length);
  expect(runBanks(0, 21).hash).not.toBe(hashes[0]);
});
