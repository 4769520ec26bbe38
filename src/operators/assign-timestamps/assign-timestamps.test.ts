import { expect, test } from "vitest";
import { verifyOperator } from "../../runtime/testing/verify-operator.ts";
import { schemaOf } from "../../stream/logical-type-text.ts";
import type { AssignTimestampsConfig } from "./descriptor.ts";
import { assignTimestamps } from "./descriptor.ts";
import { assignTimestampsFactory, toTimestamp } from "./operator.ts";

const schema = schemaOf([
  { name: "word", type: "STRING" },
  { name: "ts", type: "BIGINT" },
]);

function verify(config: Partial<AssignTimestampsConfig>, streams: { readonly input: string; readonly output: string }): void {
  verifyOperator({
    factory: assignTimestampsFactory,
    config: { ...assignTimestamps.initial, ...config },
    inputSchemas: [schema],
    outputSchema: schema,
    autoWatermarkIntervalMs: 100,
    restores: "never",
    ...streams,
  });
}

test("[WM7] assigns the field's time and emits the largest - delay - 1 at the next tick", () => {
  verify({ delayMs: 5 }, { input: "a,20 b,10 P100", output: "a,20@20 b,10@10 W14" });
});

test("[WM7] monotonous is bounded without delay", () => {
  verify({ strategy: "monotonous" }, { input: "a,20 P100 b,10", output: "a,20@20 W19 b,10@10" });
});

test("[WM8] upstream watermarks and statuses end here, the last watermark passes", () => {
  verify({}, { input: "W50 idle a,20 active Wmax", output: "a,20@20 Wmax" });
});

test("[WM9] keeps the record's own time", () => {
  verify({ timestamp: "record" }, { input: "a,1@7 b,2", output: "a,1@7 b,2@min" });
});

test("[WM9] takes the time from a function", () => {
  verify({ timestamp: "function", function: "row.ts * 1000" }, { input: "a,2", output: "a,2@2000" });
});

test("[WM12] a timestamp that is no whole number of milliseconds fails the task", () => {
  expect(() => toTimestamp(1.5, "field")).toThrow("field gave 1.5; event time");
  expect(() => toTimestamp(null, "field")).toThrow("gave null");
});

test("the timestamp field must be there and be a time", () => {
  const infer = (field: string) => {
    const { diagnostics } = assignTimestamps.infer({ ...assignTimestamps.initial, field }, { in: { schema, key: undefined } });
    return diagnostics.map(({ code }) => code);
  };
  expect(infer("ts")).toEqual([]);
  expect(infer("nowhere")).toEqual(["operator.field-unknown"]);
  expect(infer("word")).toEqual(["operator.field-type"]);
});

test("[WM12] only what the chosen way needs is required", () => {
  const infer = (config: unknown) => {
    const { diagnostics } = assignTimestamps.infer(assignTimestamps.config.parse(config), { in: { schema, key: undefined } });
    return diagnostics.map(({ code, field }) => `${code} ${field}`);
  };
  expect(infer({ timestamp: "record", strategy: "monotonous" })).toEqual([]);
  expect(infer({ timestamp: "function", function: "row.ts", strategy: "none" })).toEqual([]);
  expect(infer({ timestamp: "field", strategy: "bounded" })).toEqual(["operator.field-none field", "operator.config-missing delayMs"]);
});
