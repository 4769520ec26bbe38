import { expect, test } from "vitest";
import { toOperatorIndex, toTaskIndex } from "../stream/indices.ts";
import { keyframeInterval, RunLog } from "./run-log.ts";
import { LogWriter } from "./log-writer.ts";
import { sampleHeader } from "./testing/sample-log.ts";

const head = toOperatorIndex(0);

test("[HB32] a log of long lines is kept in part, its newest end whole", () => {
  const header = sampleHeader({});
  const log = new RunLog(header, Infinity, 1_000_000);
  const text = "x".repeat(1000);
  const lines = (first: number, count: number) =>
    Array.from({ length: count }, (_, index) => ({ seq: first + index, at: 0, subtask: toTaskIndex(0), body: { kind: "userLog", operator: head, text } as const }));
  log.append(lines(0, 900));
  expect(log.dropped).toBe(0);
  log.append(lines(900, 10_000));
  expect(log.length - log.dropped).toBeLessThanOrEqual(1000);
  expect(log.dropped % keyframeInterval).toBe(0);
  expect(log.event(10_899)?.body).toMatchObject({ text });
  expect(log.seek(10_900).cursor).toBe(10_900);
});

test("[HB32] a batch for the page is small in text too", () => {
  const writer = new LogWriter(sampleHeader({}), false);
  for (let index = 0; index < 600; index++) writer.append(0, toTaskIndex(0), { kind: "userLog", operator: head, text: "x".repeat(32_768) });
  const sizes: number[] = [];
  for (let batch = writer.takeBatch(4096); batch !== undefined; batch = writer.takeBatch(4096)) sizes.push(batch.events.length);
  expect(Math.max(...sizes)).toBeLessThanOrEqual(130);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(600);
});
