import { groupBy, mergeMap, count, filter, first, map, scan, Subject } from "rxjs";
import type { Observable } from "rxjs";
import type { FunctionCompiler } from "../../src/runtime/environment.ts";
import type { Row } from "../../src/stream/row.ts";
import type { EventValues } from "./events.ts";
import type { Member } from "./bench-task.ts";

/** Something that takes event after event. */
export type Pipeline = (event: EventValues) => void;

/** One job, three ways. */
export interface Workload {
  readonly keys: number;
  readonly watermarkEvery: number;
  readonly members: readonly Member[];
  /** A number made of every field of a result. Each way adds it up, for no engine computes what nobody reads. */
  weight(result: Row): number;
  loop(functions: FunctionCompiler, sink: (value: number) => void): Pipeline;
  rxjs(functions: FunctionCompiler, sink: (value: number) => void): Pipeline;
}

const fields = [
  { name: "user", type: "STRING" }, { name: "item", type: "INT" }, { name: "price", type: "DOUBLE" }, { name: "ts", type: "BIGINT" },
];
const sources = {
  affordable: "row.price < 100",
  discount: "({ user: row.user, item: row.item, price: row.price * 0.9, ts: row.ts })",
  wanted: "row.item % 3 !== 0",
  renumber: "({ user: row.user, item: row.item + 1, price: row.price, ts: row.ts })",
};

function userFunctions(functions: FunctionCompiler) {
  const compile = (source: string) => functions.compile({ field: "function", source, parameters: ["row"] });
  return {
    affordable: compile(sources.affordable) as (row: EventValues) => boolean,
    discount: compile(sources.discount) as (row: EventValues) => EventValues,
    wanted: compile(sources.wanted) as (row: EventValues) => boolean,
    renumber: compile(sources.renumber) as (row: EventValues) => EventValues,
  };
}

/** Starts an RxJS pipeline and gives the way to push into it. */
function subject(build: (events: Subject<EventValues>) => Observable<number>, sink: (value: number) => void): Pipeline {
  const events = new Subject<EventValues>();
  build(events).subscribe(sink);
  return (event) => events.next(event);
}

const windowMs = 1000;
const weightOfEvent = (row: EventValues): number => row.user.length + row.item + row.price + row.ts;

export const workloads: Readonly<Record<string, Workload | undefined>> = {
  /** Two filters and two maps, all user functions. */
  stateless: {
    keys: 1000,
    watermarkEvery: 0,
    members: [
      { type: "filter", config: { function: sources.affordable } },
      { type: "map", config: { function: sources.discount, fields } },
      { type: "filter", config: { function: sources.wanted } },
      { type: "map", config: { function: sources.renumber, fields } },
    ],
    weight: weightOfEvent as unknown as (result: Row) => number,
    loop(functions, sink) {
      const { affordable, discount, wanted, renumber } = userFunctions(functions);
      return (event) => {
        if (!affordable(event)) return;
        const cheaper = discount(event);
        if (wanted(cheaper)) sink(weightOfEvent(renumber(cheaper)));
      };
    },
    rxjs(functions, sink) {
      const { affordable, discount, wanted, renumber } = userFunctions(functions);
      return subject((events) => events.pipe(filter(affordable), map(discount), filter(wanted), map(renumber), map(weightOfEvent)), sink);
    },
  },
  /** Running count per item. */
  keyed: {
    keys: 100_000,
    watermarkEvery: 0,
    members: [{ type: "count", config: {}, key: ["item"] }],
    weight: (result) => (result["item"] as number) + (result["count"] as number),
    loop(_functions, sink) {
      const counts = new Map<number, { count: number }>();
      return ({ item }) => {
        const entry = counts.get(item);
        if (entry === undefined) counts.set(item, { count: 1 });
        else entry.count++;
        const result = { item, count: entry?.count ?? 1 };
        sink(result.item + result.count);
      };
    },
    rxjs(_functions, sink) {
      return subject((events) => events.pipe(groupBy(({ item }) => item), mergeMap((group) => group.pipe(scan((sum) => sum + 1, 0), map((sum) => group.key + sum)))), sink);
    },
  },
  /** Count per item and tumbling window of a second of event time. */
  window: {
    keys: 1000,
    watermarkEvery: 10_000,
    members: [
      {
        type: "tumbling-window",
        config: { time: "event", size: windowMs, function: { type: "aggregate", aggregates: [{ kind: "count", as: "n" }] } },
        key: ["item"],
      },
    ],
    weight: (result) => (result["item"] as number) + (result["n"] as number),
    loop(_functions, sink) {
      let counts = new Map<number, { count: number }>();
      let end = windowMs;
      return ({ item, ts }) => {
        if (ts >= end) {
          for (const [item, { count: n }] of counts) sink(item + n);
          counts = new Map();
          end = (Math.floor(ts / windowMs) + 1) * windowMs;
        }
        const entry = counts.get(item);
        if (entry === undefined) counts.set(item, { count: 1 });
        else entry.count++;
      };
    },
    rxjs(_functions, sink) {
      const windowOf = ({ ts }: EventValues): number => Math.floor(ts / windowMs);
      return subject(
        (events) =>
          events.pipe(
            groupBy(windowOf, { duration: (group) => events.pipe(first((event) => windowOf(event) !== group.key)) }),
            mergeMap((inWindow) => inWindow.pipe(groupBy(({ item }) => item), mergeMap((group) => group.pipe(count(), map((n) => group.key + n))))),
          ),
        sink,
      );
    },
  },
};
