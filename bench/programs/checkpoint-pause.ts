import { ByteWriter } from "../../src/stream/byte-buffer.ts";
import { toCheckpointId } from "../../src/stream/indices.ts";
import { valueCodec } from "../../src/stream/value-codec.ts";
import type { Collector } from "../../src/stream/row.ts";
import type { Program } from "../program.ts";
import { benchTask } from "./bench-task.ts";
import { EventInput } from "./event-input.ts";
import { eventObject, scattered } from "./events.ts";

const budget = 1024;

/**
 * Longest pause of a count over `keys` keys while a checkpoint is taken, in milliseconds: from the last record of one batch to
 * the first of the next, from the barrier until the snapshot is handed over. `engine`: "weir", or "stop-the-world" (a
 * hand-written loop that serialises its map with the same codec in one go).
 */
export const checkpointPause: Program = {
  roles: 1,
  shared: () => [],
  async run({ params }) {
    const keys = Number(params["keys"]);
    return params["engine"] === "weir" ? weirPause(keys) : mapPause(keys);
  },
};

/** Notes how long nothing was asked for. */
class WatchedInput extends EventInput {
  longestMs = 0;
  #endedAt = Infinity;

  override poll(next: Collector, size: number): number {
    this.longestMs = Math.max(this.longestMs, performance.now() - this.#endedAt);
    const taken = super.poll(next, size);
    this.#endedAt = performance.now();
    return taken;
  }
}

function weirPause(keys: number): number {
  const warm = keys * 3;
  let written = 0;
  const input = new WatchedInput({ events: warm * 4, keys, watermarkEvery: 0 });
  const task = benchTask({
    members: [{ type: "count", config: {}, key: ["item"] }],
    input,
    sink() {},
    snapshots: { write: (_id, parts) => (written = parts.length) },
  });
  while (input.taken < warm) task.step(budget);
  input.longestMs = 0;
  input.insert({ kind: "checkpointBarrier", id: toCheckpointId(1), triggeredAt: 0, alignment: "aligned", savepoint: false });
  while (written === 0 && input.taken < warm * 4) task.step(budget);
  task.close();
  if (written === 0) throw new Error("no snapshot was written");
  return input.longestMs;
}

function mapPause(keys: number): number {
  const counts = new Map<number, { count: number }>();
  for (let index = 0; index < keys * 3; index++) {
    const { item } = eventObject(index, keys);
    const entry = counts.get(item);
    if (entry === undefined) counts.set(item, { count: 1 });
    else entry.count++;
  }
  const key = valueCodec({ type: "INT", nullable: false });
  const count = valueCodec({ type: "BIGINT", nullable: false });
  const start = performance.now();
  const writer = new ByteWriter();
  for (const [item, entry] of counts) {
    key.write(writer, item);
    count.write(writer, entry.count);
  }
  const pause = performance.now() - start;
  if (!counts.has(scattered(0, keys)) || writer.length === 0) throw new Error("nothing was counted");
  return pause;
}
