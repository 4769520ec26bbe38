import { z } from "zod";
import { stateNameProblems } from "../../graph/check-names.ts";
import type { OperatorDescriptor, OutputPort } from "../../graph/descriptor.ts";
import { schemaOf } from "../../stream/logical-type-text.ts";
import type { Schema } from "../../stream/logical-type.ts";
import { functionField, optionalBody, resultFields } from "../function-field.ts";
import { keyedInput, mainOutput } from "../ports.ts";
import { sideOutputsField, statesField } from "../state-field.ts";

export const processConfig = z.object({
  processElement: functionField({
    label: { en: "Process element", "zh-Hans": "处理元素" },
    help: {
      en: "Runs for every row, with the state of its key.",
      "zh-Hans": "对每一行执行，可用其键的状态。",
    },
    parameters: ["row", "ctx", "collect"],
    rows: { row: "in" },
    result: "void",
    flink: "KeyedProcessFunction.processElement",
  }),
  onTimer: optionalBody({
    label: { en: "On timer", "zh-Hans": "定时器触发" },
    help: {
      en: "Runs when a timer of the key fires. Empty: nothing happens then.",
      "zh-Hans": "该键的定时器触发时执行。留空则什么也不做。",
    },
    parameters: ["timestamp", "ctx", "collect"],
    result: "void",
    flink: "KeyedProcessFunction.onTimer",
  }),
  states: statesField({
    label: { en: "State", "zh-Hans": "状态" },
    help: {
      en: "Keyed states the function uses as ctx.state.<name>.",
      "zh-Hans": "函数以 ctx.state.<名称> 使用的键控状态。",
    },
    flink: "getRuntimeContext().getState(StateDescriptor)",
  }),
  fields: resultFields,
  sideOutputs: sideOutputsField,
});
export type ProcessConfig = z.infer<typeof processConfig>;

export const process: OperatorDescriptor<ProcessConfig> = {
  type: "process",
  category: "operator",
  label: { en: "process", "zh-Hans": "process" },
  summary: { en: "state, timers, side outputs", "zh-Hans": "状态、定时器、旁路输出" },
  help: {
    en: [
      "A function with keyed state and timers. In Flink: `KeyedStream.process(KeyedProcessFunction)`.",
      "",
      "- `collect({ ... })` emits a row with the record's timestamp (event timer: the timer's; processing " +
        "timer: none); `ctx.output(tag, row)` writes a side output.",
      "- `ctx.state.<name>` is a declared state: `value() update() clear()`, `get() add() addAll() " +
        "update()`, `get() put() putAll() contains() remove() entries()`.",
      "- `ctx.timestamp() ctx.getCurrentKey() ctx.currentWatermark() ctx.currentProcessingTime() " +
        "ctx.timeDomain() ctx.random() ctx.log(text)`.",
      "- `ctx.registerEventTimeTimer(t)`, `ctx.registerProcessingTimeTimer(t)` and their `delete...` " +
        "twins. A key has one timer per timestamp; one in the past fires with the next watermark.",
      "- State that is never cleared stays for ever: clear it in a timer.",
    ].join("\n"),
    "zh-Hans": [
      "带键控状态和定时器的函数。对应 Flink 的 `KeyedStream.process(KeyedProcessFunction)`。",
      "",
      "- `collect({ ... })` 发出一行，时间戳为记录的时间戳（事件时间定时器：定时器的时间；处理时间定时器：无）；`ctx.output(tag, row)` 写入侧输出。",
      "- `ctx.state.<名称>` 是声明过的状态：`value() update() clear()`、`get() add() addAll() update()`、`get() put() " +
        "putAll() contains() remove() entries()`。",
      "- `ctx.timestamp() ctx.getCurrentKey() ctx.currentWatermark() ctx.currentProcessingTime() " +
        "ctx.timeDomain() ctx.random() ctx.log(text)`。",
      "- `ctx.registerEventTimeTimer(t)`、`ctx.registerProcessingTimeTimer(t)` 以及对应的 `delete...`。" +
        "每个键在同一时间戳只有一个定时器；过去时间的定时器随下一个水位线触发。",
      "- 从不清除的状态会一直保留：请在定时器里清除。",
    ].join("\n"),
  },
  glyph: "grid",
  config: processConfig,
  initial: {
    processElement:
      "const n = (ctx.state.count.value() ?? 0) + 1;\nctx.state.count.update(n);\ncollect({ n });",
    onTimer: "ctx.state.count.clear();",
    states: [{ kind: "value", name: "count", type: "BIGINT" }],
    fields: [{ name: "n", type: "BIGINT" }],
    sideOutputs: [],
  },
  inputs: () => [keyedInput],
  outputs: (config) => [
    mainOutput,
    ...config.sideOutputs.map(({ tag }): OutputPort => ({
      name: tag,
      label: { en: tag, "zh-Hans": tag },
      tag,
    })),
  ],
  describe: (config) => config.processElement.split("\n")[0] ?? "",
  infer: (config) => {
    const outputs: Record<string, Schema> = { out: schemaOf(config.fields) };
    for (const { tag, fields } of config.sideOutputs) outputs[tag] = schemaOf(fields);
    return { outputs, diagnostics: stateNameProblems(config.states, "states") };
  },
  flinkName: () => "KeyedProcess",
  translation: { kind: "operator", chaining: "always" },
};
