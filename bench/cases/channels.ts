import type { BenchCase } from "../bench-case.ts";

/** The goal: at least 12 M rows/s and 5 times post-message. */
export const channelThroughputCase: BenchCase = {
  name: "channel-throughput",
  unit: "M rows/s",
  better: "higher",
  hosts: ["node", "chromium"],
  program: "channel-throughput",
  subject: { way: "ring", events: 8_388_608 },
  peers: [{ name: "post-message", params: { way: "post-message", events: 1_048_576 } }],
};

export const channelLatencyCase: BenchCase = {
  name: "channel-latency",
  unit: "us (p50)",
  better: "lower",
  hosts: ["node", "chromium"],
  program: "channel-latency",
  subject: { way: "ring", events: 300 },
  peers: [{ name: "post-message", params: { way: "post-message", events: 300 } }],
};
