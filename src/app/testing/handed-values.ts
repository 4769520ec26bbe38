import { toOperatorIndex } from "../../stream/indices.ts";
import { seededRandom } from "../../base/random.ts";
import { filterFactory } from "../../operators/filter/operator.ts";
import { flatMapFactory } from "../../operators/flat-map/operator.ts";
import { assignTimestampsFactory } from "../../operators/assign-timestamps/operator.ts";
import { mapFactory } from "../../operators/map/operator.ts";
import { processFactory } from "../../operators/process/operator.ts";
import { reduceFactory } from "../../operators/reduce/operator.ts";
import { globalWindowFactory, sessionWindowFactory, tumblingWindowFactory } from "../../operators/window/operator.ts";
import type { OperatorFactory } from "../../runtime/api.ts";
import { attributedFunctions } from "../../runtime/attributed-functions.ts";
import { partition } from "../../runtime/io/partitioner.ts";
import type { FunctionCompiler } from "../../runtime/environment.ts";
import { OperatorHarness } from "../../runtime/testing/operator-harness.ts";
import { schemaOf } from "../../stream/logical-type-text.ts";
import { rowFromObject } from "../../stream/row-from-object.ts";

/** Told of what a function was handed, during its call. `by` names the function. */
export type Taker = (by: string, handed: Readonly<Record<string, unknown>>) => void;

/** Columns of every kind of value that is an object. */
export const handedFields = [
  { name: "word", type: "STRING" },
  { name: "n", type: "BIGINT" },
  { name: "d", type: "DECIMAL(10, 2)" },
  { name: "t", type: "TIMESTAMP(6)" },
  { name: "b", type: "BYTES" },
  { name: "a", type: "ARRAY<ROW<x INT>>" },
  { name: "m", type: "MAP<STRING, ARRAY<INT>>" },
  { name: "r", type: "ROW<x INT, y ARRAY<STRING>>" },
  { name: "raw", type: "RAW" },
];
const fields = handedFields;
export const handedSchema = schemaOf(fields);

/** The same row for every call, as operators in a chain share rows. */
export const sharedRow = () =>
  rowFromObject(handedSchema)({
    word: "weir", n: 1, d: "1.50", t: 7, b: new Uint8Array([1]), a: [{ x: 1 }], m: new Map([["k", [1]]]), r: { x: 1, y: ["y"] },
    raw: { list: [1], bytes: new Uint8Array(1), map: new Map() },
  });

/** A function that gives away what it was handed beside its result; `takingFunctions` parts them again. */
const giving = (handed: string, result: string, before = ""): string => `${before}\nreturn { handed: { ${handed} }, result: ${result} };`;

/** `functions` for functions made by `giving`. */
export function takingFunctions(functions: FunctionCompiler, take: Taker): FunctionCompiler {
  return {
    compile: (source, guard = {}) =>
      functions.compile(source, {
        ...guard,
        convert: (given) => {
          const { handed, result } = given as { readonly handed: Readonly<Record<string, unknown>>; readonly result: unknown };
          take(source.field, handed);
          return guard.convert === undefined ? result : guard.convert(result);
        },
      }),
  };
}

/** What the host throws at a function that uses what it was given in a wrong way. */
const errors = (attempts: readonly string[]): string =>
  `const errors = [${attempts.map((attempt) => `() => ${attempt}`).join(", ")}].map((f) => { try { f() } catch (e) { return e } });`;

const stateType = "RAW";
const states = [
  { kind: "value", name: "value", type: stateType },
  { kind: "list", name: "list", type: stateType },
  { kind: "map", name: "map", keyType: "STRING", type: stateType },
  { kind: "reducing", name: "reducing", type: stateType, reduce: giving("left, right", "right") },
  {
    kind: "aggregating", name: "aggregating", type: stateType,
    createAccumulator: giving("", "[]"), add: giving("value, accumulator", "[value]"), getResult: giving("accumulator", "[accumulator.length]"),
  },
] as const;

const useStates = (holder: string): string => `
  const { value, list, map, reducing, aggregating } = Object.fromEntries(Object.entries(${holder}).map(([n, s]) => [n.replace("OfKey", ""), s]));
  value.update({ p: [1] }); list.add({ p: [1] }); map.put("k", { p: [1] }); reducing.add([1]); reducing.add([2]); aggregating.add([1]); aggregating.add([2]);
  const held = [value.value(), list.get(), map.get("k"), map.keys(), map.values(), map.entries(), reducing.get(), aggregating.get()];`;

const processElement = giving(
  "row, ctx, collect, errors, held, key: ctx.getCurrentKey()",
  "undefined",
  `ctx.registerEventTimeTimer(ctx.timestamp() + 1);${useStates("ctx.state")}
  ${errors(["collect({ word: {} })", "collect(null)", "ctx.output('nowhere', {})", "ctx.registerEventTimeTimer('soon')", "ctx.state.list.addAll(1)", "ctx.output('side', 1)"])}`,
);

interface Case {
  readonly factory: OperatorFactory<never>;
  readonly config: unknown;
  readonly keyed?: boolean;
}

const operatorCase = <Config>(factory: OperatorFactory<Config>, config: Config, keyed = false): Case => ({
  factory: factory as unknown as OperatorFactory<never>,
  config,
  keyed,
});

const windowed = { time: "event", size: 10, offset: 0, stagger: "aligned", allowedLateness: 0, lateOutput: false } as const;

/** One operator per kind of function that a person can write. */
const cases: Readonly<Record<string, Case>> = {
  map: operatorCase(mapFactory, { function: giving("row", "row"), fields }),
  filter: operatorCase(filterFactory, { function: giving("row", "true") }),
  "flat map": operatorCase(flatMapFactory, { function: giving("row, collect, errors", "undefined", errors(["collect({ word: {} })", "collect(1)"])), fields }),
  timestamps: operatorCase(assignTimestampsFactory, { timestamp: "function", field: "", function: giving("row", "7"), strategy: "none", delayMs: 0 }),
  reduce: operatorCase(reduceFactory, { function: giving("left, right", "right") }, true),
  process: operatorCase(
    processFactory,
    {
      processElement,
      onTimer: giving("timestamp, ctx, collect, held, key: ctx.getCurrentKey()", "undefined", useStates("ctx.state")),
      states: [...states],
      fields,
      sideOutputs: [{ tag: "side", fields }],
    },
    true,
  ),
  "window process": operatorCase(
    tumblingWindowFactory,
    {
      ...windowed,
      function: {
        type: "process", fields, sideOutputs: [{ tag: "side", fields }], windowState: [...states], globalState: states.map((state) => ({ ...state, name: `${state.name}OfKey` })),
        function: giving("rows, ctx, collect, held, global, errors, key: ctx.getCurrentKey()", "undefined",
          `${useStates("ctx.windowState")} const global = (() => { ${useStates("ctx.globalState")} return held; })(); ${errors(["collect({ word: {} })", "ctx.output('side', 1)"])}`),
      },
    },
    true,
  ),
  "window combine": operatorCase(
    tumblingWindowFactory,
    {
      ...windowed,
      function: {
        type: "process", fields, sideOutputs: [], windowState: [], globalState: [], function: giving("rows, ctx, collect", "undefined"),
        combine: { type: "reduce", function: giving("left, right", "right") },
      },
    },
    true,
  ),
  "window reduce": operatorCase(tumblingWindowFactory, { ...windowed, function: { type: "reduce", function: giving("left, right", "right") } }, true),
  "window delta": operatorCase(
    globalWindowFactory,
    {
      allowedLateness: 0, lateOutput: false, endOfStream: false,
      function: { type: "reduce", function: giving("left, right", "right") },
      trigger: { type: "delta", threshold: 1, delta: giving("last, row", "2"), purging: false },
      evictor: { type: "delta", threshold: 1, delta: giving("row, last", "0"), after: false },
    },
    true,
  ),
  "session gap": operatorCase(
    sessionWindowFactory,
    { ...windowed, gap: 5, dynamicGap: giving("row", "5"), function: { type: "reduce", function: giving("left, right", "right") } },
    true,
  ),
};

/** Edges choose channels by the value of one column, of every type. */
function takeKeysOfEdges(functions: FunctionCompiler, take: Taker): void {
  for (const { name } of fields) {
    const taking = takingFunctions(functions, (by, handed) => take(`${by} by ${name}`, handed));
    const options = { schema: handedSchema, maxParallelism: 128, random: seededRandom(1), functions: attributedFunctions(taking, { index: toOperatorIndex(0), name: "edge" }) };
    const write = partition({ type: "custom", key: name, function: giving("key", "0") }, [() => {}, () => {}], options);
    const row = sharedRow();
    for (const timestamp of [1, 2]) write(row, timestamp);
  }
}

/** Runs every kind of function on real operators, twice at least, and hands `take` what each was handed. Throws when one never ran. */
export function takeHandedValues(functions: FunctionCompiler, take: Taker): void {
  takeKeysOfEdges(functions, take);
  for (const [name, { factory, config, keyed }] of Object.entries(cases)) {
    let calls = 0;
    const taken: Taker = (by, handed) => {
      calls += 1;
      take(`${name} ${by}`, handed);
    };
    const harness = new OperatorHarness<never>(
      {
        factory,
        config: config as never,
        inputSchemas: [handedSchema],
        ...(keyed ? { keys: [["word"]] } : {}),
        outputSchema: handedSchema,
        sideOutputs: [{ tag: "side", schema: handedSchema }],
        functions: takingFunctions(functions, taken),
      },
      { subtask: 0, parallelism: 1 },
    );
    const row = sharedRow();
    for (const timestamp of [1, 2, 3]) harness.offer({ kind: "record", input: 0, row, timestamp });
    harness.offer({ kind: "watermark", input: 0, timestamp: 50 });
    for (const timestamp of [61, 62]) harness.offer({ kind: "record", input: 0, row, timestamp });
    harness.offer({ kind: "watermark", input: 0, timestamp: 100 });
    harness.run();
    harness.close();
    if (calls < 2) throw new Error(`${name}: its function ran ${calls} times`);
  }
}
