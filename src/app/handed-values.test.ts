import { join } from "node:path";
import { beforeAll, expect, it } from "vitest";
import { messageOfThread } from "../expression/testing/bundled-thread.ts";
import type { HandedWalk } from "./testing/handed-values-thread.ts";

let walk: HandedWalk;
beforeAll(async () => {
  walk = await messageOfThread<HandedWalk>(join(import.meta.dirname, "testing", "handed-values-thread.ts"));
}, 240_000);

it("[SB24] all that real operators hand to functions is deeply frozen or made for the one call, and nothing leads to the host", () => {
  expect(walk.leaks).toEqual([]);
  expect(walk.reached).toBeGreaterThan(2000);
});

it("[SB24] without copies at the border rows, keys and values of states are found to be shared, so the walk can fail", () => {
  const shared = ["map function: row", "map function: row.b", "partitioner by a: key", "window process function.function: rows.0.m"];
  expect(shared.filter((path) => !walk.planted.some((leak) => leak.path === path))).toEqual([]);
});

it("[SB24] functions of every kind were looked at", () => {
  const kinds = [
    "map function", "filter function", "flat map function", "timestamps function", "reduce function", "process processElement", "process onTimer",
    "process states.3.reduce", "process states.4.add", "process states.4.getResult", "window process function.function",
    "window process function.windowState.3.reduce", "window process function.globalState.4.add", "window reduce function.function", "window combine function.combine.function",
    "window delta trigger.delta", "window delta evictor.delta", "session gap dynamicGap", "partitioner by a", "partitioner by raw",
  ];
  expect(kinds.filter((kind) => !walk.functions.includes(kind))).toEqual([]);
});
