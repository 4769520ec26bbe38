import { expect, test } from "vitest";
import { schemaOf } from "../stream/logical-type-text.ts";
import { rowClass } from "../stream/row-class.ts";
import type { Operator, OperatorContext } from "./api.ts";
import { createTask } from "./task.ts";
import type { ChainMember } from "./testing/chain-deployment.ts";
import { chainDeployment, testCatalog } from "./testing/chain-deployment.ts";
import { testEnvironment } from "./testing/test-environment.ts";

const schema = schemaOf([{ name: "v", type: "INT" }]);
const Row = rowClass(schema);

/** A task of one operator, started, with one input channel. */
function start(member: Partial<ChainMember>, createOperator: (context: OperatorContext) => Operator) {
  const environment = testEnvironment();
  const catalog = testCatalog({ it: { createOperator: (_config: unknown, context: OperatorContext) => createOperator(context) } });
  const deployment = chainDeployment({ schema, members: [{ type: "it", ...member }], inputs: [1] });
  const task = createTask(deployment, environment, catalog, new Map());
  task.step(0);
  return { task, environment };
}

test("[TK8] state and timers without a keyed input are an error", () => {
  const read = (use: (context: OperatorContext) => unknown) => () =>
    start({}, (context) => {
      use(context);
      return { inputs: [() => {}] };
    });
  expect(read((context) => context.keyedState)).toThrow("[TK8]");
  expect(read((context) => context.timers("timers", { onTimer() {} }))).toThrow("[TK8]");
});

test("[TK9] a side output that is not declared has no schema, one that is not connected drops", () => {
  const sideOutputs = [{ tag: "late", schema }];
  start({ sideOutputs }, (context) => {
    expect(context.sideOutputSchema("late")).toBe(schema);
    expect(() => context.sideOutputSchema("other")).toThrow("[TK9]");
    context.sideOutput("late")(new Row(0, 1), 1);
    return { inputs: [() => {}] };
  });
});

test("[TK19] a processing timer for T fires when T has passed, and not at all once the operator has finished", () => {
  const fired: number[] = [];
  const { task, environment } = start({ keys: [["v"]] }, (context) => {
    const timers = context.timers<null>("timers", { onTimer: (_domain, timestamp) => fired.push(timestamp) });
    return { inputs: [({ v }) => timers.registerProcessingTimer(null, Number(v))] };
  });
  const input = environment.channel(0);
  for (const v of [10, 30, 20]) input.write(new Row(0, v), 0);
  while (task.step(10) === "worked");
  expect(task.nextTimerAt()).toBe(11);
  environment.now = 10;
  expect([task.step(10), fired]).toEqual(["idle", []]);
  environment.now = 21;
  expect([task.step(10), fired]).toEqual(["worked", [10, 20]]);
  input.control({ kind: "endOfData", mode: "drain" });
  while (task.step(10) === "worked");
  environment.now = 99;
  while (task.step(10) === "worked");
  expect([fired, task.nextTimerAt()]).toEqual([[10, 20], Infinity]);
});

test("a tick comes once, at its time, and a later request replaces an earlier one", () => {
  const ticks: number[] = [];
  const { task, environment } = start({}, (context) => ({
    inputs: [() => {}],
    open() {
      context.scheduleTick(50);
      context.scheduleTick(100);
    },
    onTick: (now) => void ticks.push(now),
  }));
  for (environment.now = 40; environment.now <= 160; environment.now += 20) task.step(1);
  expect(ticks).toEqual([100]);
});
