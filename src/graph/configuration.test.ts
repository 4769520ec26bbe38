import { describe, expect, it } from "vitest";
import { checkMemory, checkpointingEnabled, graphSettings, readConfiguration } from "./configuration.ts";
import { duration, memorySize } from "./option-value.ts";

describe("option values", () => {
  it.each<[string, number]>([
    ["10 s", 10_000], ["10s", 10_000], ["500", 500], ["1 min", 60_000], ["2 h", 7_200_000], ["1 d", 86_400_000], ["250 ms", 250], ["3 Minutes", 180_000],
  ])("[GR20] duration %s", (text, ms) => expect(duration(text)).toBe(ms));

  it.each<[string, number]>([["20 kb", 20_480], ["4096", 4096], ["5 mb", 5 * 1024 ** 2], ["1g", 1024 ** 3]])(
    "[GR20] size %s", (text, bytes) => expect(memorySize(text)).toBe(bytes),
  );

  it.each(["", "ten s", "1.5 s", "-1 s", "5 parsecs", "5 constructor"])("[GR20] refuses the duration %j and shows one that is right", (text) => {
    expect(() => duration(text)).toThrow(/such as "10 s"/);
  });
});

describe("configuration", () => {
  it("[GR21] has Flink's defaults", () => {
    const { configuration, diagnostics } = readConfiguration({});
    expect(diagnostics).toEqual([]);
    expect(configuration).toMatchObject({
      parallelism: 1, chaining: true, autoWatermarkInterval: 200, checkpointInterval: undefined, checkpointTimeout: 600_000,
      maxConcurrentCheckpoints: 1, retainedCheckpoints: 1, checkpointMode: "EXACTLY_ONCE", backoffMultiplier: 1.5, failoverStrategy: "region",
    });
    expect(checkpointingEnabled(configuration)).toBe(false);
  });

  it("[GR21] reads values, names without case, and aliases", () => {
    const { configuration, diagnostics } = readConfiguration({
      "execution.checkpointing.interval": "5 s", "execution.checkpointing.mode": "at_least_once", "restart-strategy.type": "FixedDelay",
    });
    expect(diagnostics).toEqual([]);
    expect(configuration).toMatchObject({ checkpointInterval: 5000, checkpointMode: "AT_LEAST_ONCE", restartStrategy: "fixed-delay" });
  });

  it("[GR21] an interval below 10 ms means off", () => {
    expect(checkpointingEnabled(readConfiguration({ "execution.checkpointing.interval": "9 ms" }).configuration)).toBe(false);
  });

  it("[GR21] a wrong value is an error and counts as the default", () => {
    const { configuration, diagnostics } = readConfiguration({ "parallelism.default": "0" });
    expect(configuration.parallelism).toBe(1);
    expect(diagnostics).toMatchObject([{ severity: "error", code: "config.value", field: "parallelism.default" }]);
    expect(diagnostics[0]?.message).toContain("between 1 and 32768");
  });

  it("[GR21] an unknown key is a warning that offers the nearest one", () => {
    const { diagnostics } = readConfiguration({ "paralelism.default": "2" });
    expect(diagnostics).toMatchObject([{ severity: "warning", code: "config.unknown-key" }]);
    expect(diagnostics[0]?.message).toContain("Did you mean parallelism.default?");
  });

  it("[GR21] says when an option has no effect here", () => {
    expect(readConfiguration({ "state.backend.type": "rocksdb" }).diagnostics).toMatchObject([{ severity: "warning", code: "config.no-effect" }]);
    expect(readConfiguration({ "state.backend.type": "hashmap" }).diagnostics).toEqual([]);
  });

  it.each<[string, Record<string, string>]>([
    ["config.backoff", { "restart-strategy.exponential-delay.initial-backoff": "2 min" }],
    ["config.backoff-multiplier", { "restart-strategy.exponential-delay.backoff-multiplier": "1" }],
    ["config.value", { "restart-strategy.type": "" }],
    ["config.value", { "restart-strategy.exponential-delay.jitter-factor": "1.1" }],
  ])("[GR21] refuses %s", (code, entries) => {
    const errors = readConfiguration(entries).diagnostics.filter(({ severity }) => severity === "error");
    expect(errors.map((found) => found.code)).toEqual([code]);
  });

  it("[GR21] names the job by pipeline.name, else by the document", () => {
    expect(graphSettings(readConfiguration({ "pipeline.name": "a" }).configuration, "b").jobName).toBe("a");
    expect(graphSettings(readConfiguration({}).configuration, "b").jobName).toBe("b");
  });
});

describe("memory that a job gives itself", () => {
  const key = "taskmanager.memory.process.size";
  const asking = (size: string) => readConfiguration({ [key]: size, "taskmanager.memory.task.heap.size": "64 mb" }).configuration;

  it("[HB36] is at most that of the defaults, unless a person grants more", () => {
    expect(checkMemory(asking("4 gb"), () => false)).toEqual([]);
    expect(checkMemory(asking("64 gb"), () => false)).toMatchObject([{ code: "job.too-much-memory", field: key, values: { most: 4096 } }]);
    expect(checkMemory(asking("64 gb"), (granted) => granted === key)).toEqual([]);
  });
});
