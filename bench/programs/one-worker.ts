import type { FunctionCompiler } from "../../src/runtime/environment.ts";
import type { Row } from "../../src/stream/row.ts";
import type { Program } from "../program.ts";
import { benchTask } from "./bench-task.ts";
import { EventInput } from "./event-input.ts";
import { eventObject, Stopwatch } from "./events.ts";
import { workloads } from "./workloads.ts";
import type { Workload } from "./workloads.ts";

/** One job in one worker, in millions of events per second; the first quarter warms up. `engine`: "weir", "loop" or "rxjs". */
export const oneWorker: Program = {
  roles: 1,
  shared: () => [],
  async run({ params }) {
    const name = String(params["workload"]);
    const workload = workloads[name];
    if (workload === undefined) throw new Error(`there is no workload "${name}"`);
    const functions = name === "stateless" ? await sandbox() : { compile: () => () => undefined };
    const events = Number(params["events"]);
    return params["engine"] === "weir" ? runWeir(workload, functions, events) : runPeer(workload, functions, { events, engine: String(params["engine"]) });
  },
};

/** As in the product: only workers with user functions are locked down, and all their code runs locked. */
async function sandbox(): Promise<FunctionCompiler> {
  const { lockDown, sandboxedFunctions } = await import("../../src/expression/sandbox.ts");
  lockDown();
  return sandboxedFunctions;
}

function runWeir({ members, keys, watermarkEvery, weight }: Workload, functions: FunctionCompiler, events: number): number {
  const watch = new Stopwatch();
  const warm = events / 4;
  const input = new EventInput({ events, keys, watermarkEvery, at: { event: warm, run: () => watch.start() } });
  let sum = 0;
  const sink = (row: Row): void => {
    sum += weight(row);
  };
  const task = benchTask({ members, input, sink, functions });
  while (task.step(1024) !== "finished");
  return sum === 0 ? NaN : watch.rate(events - warm);
}

function runPeer(workload: Workload, functions: FunctionCompiler, run: { readonly events: number; readonly engine: string }): number {
  let sum = 0;
  const sink = (value: number): void => {
    sum += value;
  };
  const pipeline = run.engine === "loop" ? workload.loop(functions, sink) : workload.rxjs(functions, sink);
  const warm = run.events / 4;
  for (let index = 0; index < warm; index++) pipeline(eventObject(index, workload.keys));
  const watch = new Stopwatch();
  watch.start();
  for (let index = warm; index < run.events; index++) pipeline(eventObject(index, workload.keys));
  return sum === 0 ? NaN : watch.rate(run.events - warm);
}
