import { expect, test } from "vitest";
import {
  checkpointAfter, everySubtask, headOfChain, itemsOf, listBy, newestCheckpoint, noChannel, noCheckpoint, noTask, toChannelIndex, toCheckpointId, toOperatorIndex,
  toTaskIndex,
} from "./indices.ts";
import type {
  ChannelIndex, CheckpointId, GateIndex, ListBy, OperatorIndex, OwnListBy, PartitionIndex, PlaceInGate, PlaceInInput, PlaceInPartition, PlaceInTask, SubtaskIndex,
  TaskIndex,
} from "./indices.ts";
import type { LogEvent, LogEventBody } from "../observe/event.ts";
import type { ChainedOperator, OutputDeployment, TaskDeployment } from "../graph/task-deployment.ts";
import type { BarrierHandler } from "../runtime/io/barrier-handler.ts";
import type { GateListener, InputGate } from "../runtime/io/input-gate.ts";
import type { WatermarkValve } from "../runtime/io/watermark-valve.ts";
import type { ChannelStateIndex } from "../graph/snapshot.ts";
import type { Topology, TopologyChannel, TopologySubtask, TopologyVertex } from "../graph/topology.ts";
import type { ExecutionVertex } from "../graph/execution-graph.ts";
import type { EnumeratorContext, OperatorContext, ReaderContext, SinkWriterContext, SplitEnumerator } from "../runtime/api.ts";
import type { keyGroupRange } from "./key-group.ts";

/** Whether a `From` is taken where a `To` is asked for, as the compiler sees it. */
type Takes<To, From> = From extends To ? true : false;
/** Whether what stands in a list may be asked for by a `Place`: `list[place]`. */
type Asked<List, Place> = Place extends keyof List ? true : false;
type Field<Kind extends LogEventBody["kind"], Name extends string> = Extract<LogEventBody, { kind: Kind }> extends { [name in Name]: infer Value } ? Value : never;

// What is assigned here is what the compiler says: were two kinds one, `false` would not be taken.
test("an index of one kind is neither one of another nor any number, and is a number itself", () => {
  const mixed: readonly [Takes<ChannelIndex, CheckpointId>, Takes<CheckpointId, ChannelIndex>] = [false, false];
  const inChain: readonly [Takes<OperatorIndex, ChannelIndex>, Takes<ChannelIndex, OperatorIndex>] = [false, false];
  const counted: readonly [Takes<ChannelIndex, number>, Takes<CheckpointId, 1>, Takes<OperatorIndex, 0>] = [false, false, false];
  const numbers: readonly [Takes<number, ChannelIndex>, Takes<number, CheckpointId>, Takes<number, OperatorIndex>] = [true, true, true];
  const tasks: readonly [Takes<TaskIndex, ChannelIndex>, Takes<TaskIndex, OperatorIndex>, Takes<TaskIndex, number>] = [false, false, false];
  expect([mixed, inChain, counted, tasks].flat()).not.toContain(true);
  expect(numbers).not.toContain(false);
});

test("events of the log name a task, a channel, an operator and a checkpoint by their kind", () => {
  const channel: readonly [Takes<Field<"sent", "channel">, CheckpointId>, Takes<ChannelIndex, Field<"sent", "channel">>] = [false, true];
  const operator: readonly [Takes<Field<"stateWritten", "operator">, ChannelIndex>, Takes<OperatorIndex, Field<"stateWritten", "operator">>] = [false, true];
  const id: readonly [Takes<Field<"restored", "checkpointId">, ChannelIndex>, Takes<CheckpointId, Field<"restored", "checkpointId">>] = [false, true];
  const subtask: readonly [Takes<LogEvent["subtask"], ChannelIndex>, Takes<TaskIndex, LogEvent["subtask"]>] = [false, true];
  expect([...channel, ...operator, ...id, ...subtask]).toEqual([false, true, false, true, false, true, false, true]);
});

test("who walks over the tasks or channels of a topology gets their indices", () => {
  const channels: Topology["channels"] = listBy(toChannelIndex, []);
  const tasks: Topology["subtasks"] = listBy(toTaskIndex, []);
  const walked = <Index extends number>(list: { keys(): ArrayIterator<Index> }): readonly Index[] => [...list.keys()];
  const indices: readonly [readonly ChannelIndex[], readonly TaskIndex[]] = [walked(channels), walked(tasks)];
  const isPlain: Takes<Topology["channels"], readonly TopologyChannel[]> = false;
  const isOther: Takes<ListBy<TaskIndex, string>, ListBy<ChannelIndex, string>> = false;
  expect([...indices, isPlain, isOther]).toEqual([[], [], false, false]);
});

test("a place in a list is asked for by an index of its own kind alone: by that of nothing else, and by no mere number", () => {
  type Channels = Topology["channels"];
  const own: readonly [Asked<Channels, ChannelIndex>, Asked<OwnListBy<ChannelIndex, string>, ChannelIndex>] = [true, true];
  const ofTasks: readonly [Asked<Channels, TaskIndex>, Asked<Channels, SubtaskIndex>, Asked<Channels, OperatorIndex>] = [false, false, false];
  const ofInputs: readonly [Asked<Channels, PlaceInTask>, Asked<Channels, PlaceInInput>, Asked<Channels, PlaceInGate>] = [false, false, false];
  const counted: readonly [Asked<Channels, number>, Asked<Channels, 3>, Asked<Channels, -1>] = [false, false, false];
  const changed: readonly [Asked<OwnListBy<ChannelIndex, string>, TaskIndex>, Asked<OwnListBy<ChannelIndex, string>, number>] = [false, false];
  const others: readonly [Asked<Topology["subtasks"], ChannelIndex>, Asked<TopologyVertex["operators"], 0>] = [false, false];
  // An array, for comparison, is asked by any of them.
  const array: readonly [Asked<readonly string[], TaskIndex>, Asked<readonly string[], ChannelIndex>, Asked<readonly string[], 3>] = [true, true, true];
  expect([...own, ...array]).not.toContain(false);
  expect([ofTasks, ofInputs, counted, changed, others].flat()).not.toContain(true);
});

test("what stands at a place is found by its index, and nothing by that of none", () => {
  const channels = listBy(toChannelIndex, ["a", "b"]);
  const operators = listBy(toOperatorIndex, ["head", "tail"]).slice();
  operators[toOperatorIndex(1)] = "end";
  expect([channels[toChannelIndex(1)], channels[noChannel], operators[headOfChain], [...operators]]).toEqual(["b", undefined, "head", ["head", "end"]]);
});

test("such a list is no array of items, nor an array such a list: from one to the other there are edges, and no copy", () => {
  const made: readonly [Takes<readonly string[], ListBy<TaskIndex, string>>, Takes<ListBy<TaskIndex, string>, readonly string[]>] = [false, false];
  const owned: readonly [Takes<string[], OwnListBy<TaskIndex, string>>, Takes<ListBy<TaskIndex, string>, OwnListBy<TaskIndex, string>>] = [false, true];
  const items: readonly string[] = ["a"];
  const list = listBy(toTaskIndex, items);
  expect([made, owned, itemsOf(list) === items]).toEqual([[false, false], [false, true], true]);
});

test("what was under way in a checkpoint is named by gate or partition and the channel's place in it", () => {
  type Input = ChannelStateIndex["inputs"][number];
  type Output = ChannelStateIndex["outputs"][number];
  const gate: readonly [Takes<Input["gate"], number>, Takes<Input["gate"], PartitionIndex>, Takes<GateIndex, Input["gate"]>] = [false, false, true];
  const read: readonly [Takes<Input["channel"], ChannelIndex>, Takes<Input["channel"], PlaceInTask>, Takes<PlaceInGate, Input["channel"]>] = [false, false, true];
  const partition: readonly [Takes<Output["partition"], number>, Takes<Output["partition"], GateIndex>, Takes<PartitionIndex, Output["partition"]>] = [
    false, false, true,
  ];
  const written: readonly [Takes<Output["channel"], ChannelIndex>, Takes<Output["channel"], PlaceInGate>, Takes<PlaceInPartition, Output["channel"]>] = [
    false, false, true,
  ];
  expect([gate, read, partition, written]).toEqual(Array.from({ length: 4 }, () => [false, false, true]));
});

test("what is made of such a list, item by item, has its indices; a part of it has not", () => {
  const tasks = listBy(toTaskIndex, ["a", "b", "c"]);
  const lengths: OwnListBy<TaskIndex, number> = tasks.map((text) => text.length).slice();
  const isPart: Takes<ListBy<TaskIndex, string>, ReturnType<typeof fromSecond>> = false;
  const fromSecond = () => tasks.slice(1);
  const found: TaskIndex = tasks.findIndex((text) => text === "c");
  expect([lengths, fromSecond(), isPart, found, tasks.findIndex(() => false)]).toEqual([[1, 1, 1], ["b", "c"], false, 2, noTask]);
});

test("operators are named by their place in the chain: in the topology, in a deployment and by what leaves it", () => {
  const chained: Takes<TaskDeployment["operators"], readonly ChainedOperator[]> = false;
  const next: readonly [Takes<OutputDeployment["operator"], number>, Takes<ChainedOperator["next"][0]["operator"], number>] = [false, false];
  const shown: TopologyVertex["operators"] = listBy(toOperatorIndex, []);
  const indices: readonly OperatorIndex[] = [...shown.keys()];
  expect([chained, ...next, indices]).toEqual([false, false, false, []]);
});

test("a gate and barriers go by the place in the task, a valve by the place in the input, none by the channel of the topology", () => {
  type GatePlace = Parameters<InputGate["block" | "resume" | "end"]>[0] | Parameters<GateListener["onControl" | "onRecords"]>[0];
  type BarrierPlace = Parameters<BarrierHandler["barrier" | "cancel" | "endOfPartition"]>[0];
  type ValvePlace = Parameters<WatermarkValve["watermark" | "status" | "inspect"]>[0];
  const gate: readonly [Takes<GatePlace, ChannelIndex>, Takes<GatePlace, PlaceInInput>, Takes<PlaceInTask, GatePlace>] = [false, false, true];
  const barrier: readonly [Takes<BarrierPlace, ChannelIndex>, Takes<BarrierPlace, PlaceInInput>, Takes<PlaceInTask, BarrierPlace>] = [false, false, true];
  const valve: readonly [Takes<ValvePlace, ChannelIndex>, Takes<ValvePlace, PlaceInTask>, Takes<PlaceInInput, ValvePlace>] = [false, false, true];
  const shown: Takes<TopologyChannel["place"], ChannelIndex> = false;
  expect([gate, barrier, valve, shown]).toEqual([[false, false, true], [false, false, true], [false, false, true], false]);
});

test("a subtask within its vertex is no task of the job, nor the other way round: where it is deployed, shown, read for and given splits", () => {
  type Within = TaskDeployment["subtaskIndex"] | TopologySubtask["index"] | ExecutionVertex["subtask"] | OperatorContext["subtask"];
  type Connected = ReaderContext["subtask"] | SinkWriterContext["subtask"] | Parameters<EnumeratorContext["assignSplits"]>[0];
  type Enumerated = Parameters<SplitEnumerator["addReader" | "handleSplitRequest"]>[0] | Parameters<typeof keyGroupRange>[0];
  const kinds: readonly [Takes<SubtaskIndex, TaskIndex>, Takes<TaskIndex, SubtaskIndex>, Takes<SubtaskIndex, 0>] = [false, false, false];
  const within: readonly [Takes<Within, TaskIndex>, Takes<Within, number>, Takes<SubtaskIndex, Within>] = [false, false, true];
  const connected: readonly [Takes<Connected, TaskIndex>, Takes<Connected, number>, Takes<SubtaskIndex, Connected>] = [false, false, true];
  const enumerated: readonly [Takes<Enumerated, TaskIndex>, Takes<Enumerated, number>, Takes<SubtaskIndex, Enumerated>] = [false, false, true];
  const ofJob: Takes<TaskDeployment["subtask"] | ExecutionVertex["index"], SubtaskIndex> = false;
  expect([kinds, within, connected, enumerated, ofJob].flat()).toEqual([false, false, false, false, false, true, false, false, true, false, false, true, false]);
});

test("every subtask of a vertex comes once, in order; what is made of them is found by them", () => {
  const tasks: ListBy<SubtaskIndex, string> = everySubtask(3).map((subtask) => `task ${subtask}`);
  const found: SubtaskIndex = tasks.indexOf("task 2");
  expect([tasks, found, tasks.indexOf("task 3"), everySubtask(0)]).toEqual([["task 0", "task 1", "task 2"], 2, -1, []]);
});

test("ids of checkpoints go on by one, and the newest is the highest", () => {
  const [one, nine] = [toCheckpointId(1), toCheckpointId(9)];
  expect([checkpointAfter(nine), newestCheckpoint(nine, one), newestCheckpoint()]).toEqual([10, 9, noCheckpoint]);
});
