import type { Program } from "../program.ts";
import { channelLatency } from "./channel-latency.ts";
import { channelThroughput } from "./channel-throughput.ts";
import { checkpointPause } from "./checkpoint-pause.ts";
import { keyedShuffle } from "./keyed-shuffle.ts";
import { oneWorker } from "./one-worker.ts";
import { seek } from "./seek.ts";

/** Programs by name: what a worker of a benchmark can run. */
export const programs: Readonly<Record<string, Program | undefined>> = {
  "channel-throughput": channelThroughput,
  "channel-latency": channelLatency,
  "one-worker": oneWorker,
  "keyed-shuffle": keyedShuffle,
  "checkpoint-pause": checkpointPause,
  seek,
};
