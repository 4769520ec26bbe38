import { describe, expect, it } from "vitest";
import { everySubtask, headOfChain, noTask, toChannelIndex, toCheckpointId, toSubtaskIndex } from "../stream/indices.ts";
import type { LogEvent } from "./event.ts";
import { fieldsOfSchema, fieldTextsOf, testOfField, wantedValue } from "./field-test.ts";
import type { ComparisonOperator } from "./field-test.ts";
import { stopTest } from "./stop-condition.ts";
import type { StopCondition } from "./stop-condition.ts";
import { sampleEvents, sampleHeader } from "./testing/sample-log.ts";

const header = sampleHeader();
const { topology, origins } = header;
const log = sampleEvents(4000);

const met = (condition: StopCondition): typeof log => log.filter(stopTest(condition, header));

describe("[PX16] what a run pauses behind", () => {
  it("is an event of that kind, anywhere", () => {
    expect(new Set(met({ event: "checkpointComplete" }).map(({ body }) => body.kind))).toEqual(new Set(["checkpointCompleted"]));
    expect(met({ event: "end" })).toEqual([]);
    expect(met({ event: "barrier" }).length).toBeGreaterThan(4);
  });

  it("at an operator, one of its subtasks, or an edge: what is sent there", () => {
    const operator = origins.nodes[topology.vertices[1]?.operators[headOfChain]?.node ?? -1] ?? "";
    const everywhere = met({ event: "barrier", place: { operator } });
    const [first, second] = everySubtask(2).map((index) => met({ event: "barrier", place: { operator, index } }));
    expect(everywhere.length).toBe((first?.length ?? 0) + (second?.length ?? 0));
    for (const { body } of first ?? []) {
      expect(body.kind === "sent" && topology.subtasks[topology.channels[body.channel]?.to ?? noTask]).toMatchObject({ vertex: 1, index: 0 });
    }
    const edge = origins.edges[topology.channels[toChannelIndex(0)]?.edge ?? -1] ?? "";
    const one = met({ event: "record", place: { edge, from: toSubtaskIndex(0), to: toSubtaskIndex(0) } });
    expect(one.length).toBeGreaterThan(0);
    for (const { body } of one) expect(body).toMatchObject({ kind: "sent", channel: 0 });
  });

  it("[UI119] an alignment ends where an input is let go that waited, not where the last or only one is", () => {
    const [first = log[0]] = log;
    const at = (time: number, kind: "channelHeld" | "channelReleased", channel: number): LogEvent => {
      if (!first) throw new Error("an empty log");
      const place = { channel: toChannelIndex(channel) };
      return { ...first, at: time, body: kind === "channelHeld" ? { kind, ...place, checkpointId: toCheckpointId(1) } : { kind, ...place } };
    };
    const meets = stopTest({ event: "alignmentEnds" }, header);
    const atOnce = [at(5, "channelHeld", 0), at(5, "channelReleased", 0)];
    const waited = [at(10, "channelHeld", 0), at(70, "channelHeld", 1), at(70, "channelReleased", 0), at(70, "channelReleased", 1)];
    expect([...atOnce, ...waited].map((event) => meets(event))).toEqual([false, false, false, false, true, false]);
    // It was held before anybody waited for it.
    expect(stopTest({ event: "alignmentEnds" }, header)(at(70, "channelReleased", 0))).toBe(true);
  });

  it("of a key, and with a field that passes", () => {
    const ofKey = met({ event: "record", key: "weir" });
    expect(ofKey.length).toBeGreaterThan(0);
    for (const { body } of ofKey) expect(body).toMatchObject({ element: { key: "weir" } });
    const schema = topology.channels[toChannelIndex(0)]?.schemaText ?? "";
    const [field = { name: "" }] = fieldsOfSchema(schema);
    expect(met({ event: "record", field: { field: field.name, is: "=", value: "no such word" } })).toEqual([]);
    expect(met({ event: "record", field: { field: "absent", is: "!=", value: "x" } })).toEqual([]);
  });
});

describe("[PX16] fields of a row, from its text in the log", () => {
  const fields = fieldsOfSchema("name STRING, tags ARRAY<STRING>, amount DECIMAL(10, 2), at TIMESTAMP(3)");

  it("are told apart, separators in strings and brackets included", () => {
    expect(fieldTextsOf('"Doe, Jane", [a, b], -3.50, 2026-01-01T12:05', fields)).toEqual(["Doe, Jane", "[a, b]", "-3.50", "2026-01-01T12:05"]);
  });

  it("end where the text was cut", () => {
    expect(fieldTextsOf(`x, [${"a, ".repeat(30)}...`, fields)).toEqual(["x"]);
  });

  const cases: readonly (readonly [string, ComparisonOperator, string, boolean])[] = [
    ["amount", ">", "-4", true],
    ["amount", "<=", "-3.5", true],
    ["amount", "=", "-3.500", true],
    ["name", "contains", "Jane", true],
    ["name", "!=", "Doe", true],
    ["at", ">=", "2026-01-01 12:00", true],
    ["at", "=", "2026-01-01 12:05:00.000", true],
    ["at", "<", "2026-01-01T12:05:01Z", true],
    ["at", ">", "2025-12-31", true],
    ["at", "!=", "null", true],
    ["name", "<", "null", false],
    ["missing", "=", "1", false],
  ];
  it.each(cases)("%s %s %s is %s", (field, is, value, expected) => {
    expect(testOfField({ field, is, value }, fields)('"Doe, Jane", [a, b], -3.50, 2026-01-01T12:05')).toBe(expected);
  });

  it("compares dates and times of day as such", () => {
    const times = fieldsOfSchema("day DATE, hour TIME(3)");
    const test = (field: string, is: ComparisonOperator, value: string): boolean => testOfField({ field, is, value }, times)("2026-01-31, 09:05:00.000");
    expect([test("day", "=", "2026-01-31 00:00"), test("hour", ">=", "09:05"), test("hour", "<", "09:05:00.5")]).toEqual([true, true, true]);
    const [day, hour] = times.map(({ type }) => type);
    if (day === undefined || hour === undefined) throw new Error("two fields");
    expect(["2026-01-31", "today", "31.1.2026"].map((value) => wantedValue({ is: ">", value }, day))).toEqual([undefined, "time", "time"]);
    expect(["9:5", "09:05"].map((value) => wantedValue({ is: ">", value }, hour))).toEqual(["timeOfDay", undefined]);
  });

  it("compares whole numbers of any size exactly", () => {
    const big = fieldsOfSchema("n BIGINT");
    expect(testOfField({ field: "n", is: ">", value: "9007199254740992" }, big)("9007199254740993")).toBe(true);
  });
});
