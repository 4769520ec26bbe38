import { z } from "zod";
import type { OutputPort } from "../../graph/descriptor.ts";
import type { OperatorDefinition } from "../../runtime/api.ts";
import { schemaOf } from "../../stream/logical-type-text.ts";
import type { Schema } from "../../stream/logical-type.ts";
import { functionField, resultFields } from "../function-field.ts";
import { keyedInput, mainOutput } from "../ports.ts";
import { sideOutputsField, statesField } from "../state-field.ts";
import { createProcessOperator } from "./operator.ts";

export const processConfig = z.object({
  processElement: functionField({
    label: { en: "Process element", "zh-Hans": "处理元素" },
    help: {
      en: "Statements over row, ctx and collect, run for every row of its key.",
      "zh-Hans": "以 row、ctx、collect 为参数的语句，对所属键的每一行执行。",
    },
    parameters: ["row", "ctx", "collect"],
    result: "void",
    form: "body",
    flink: "KeyedProcessFunction.processElement",
  }),
  onTimer: functionField({
    label: { en: "On timer", "zh-Hans": "定时器触发" },
    help: {
      en: "Statements over timestamp, ctx and collect, run when a timer of the key fires.",
      "zh-Hans": "以 timestamp、ctx、collect 为参数的语句，在该键的定时器触发时执行。",
    },
    parameters: ["timestamp", "ctx", "collect"],
    result: "void",
    form: "body",
    flink: "KeyedProcessFunction.onTimer",
  }),
  states: statesField,
  fields: resultFields,
  sideOutputs: sideOutputsField,
});
export type ProcessConfig = z.infer<typeof processConfig>;

export const process: OperatorDefinition<ProcessConfig> = {
  type: "process",
  category: "operator",
  label: { en: "process", "zh-Hans": "处理函数" },
  summary: { en: "state, timers, side outputs", "zh-Hans": "状态、定时器、侧输出" },
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
    return { outputs, diagnostics: [] };
  },
  flinkName: () => "KeyedProcess",
  translation: { kind: "operator", chaining: "always" },
  createOperator: createProcessOperator,
};
