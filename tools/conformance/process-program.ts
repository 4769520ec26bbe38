/** An action of a process program: its name, then its arguments. */
export type Action = readonly [string, ...unknown[]];
export type Program = readonly Action[];

interface Handles {
  readonly value: { value(): number | null; update(value: number | null): void; clear(): void };
  readonly list: {
    get(): number[];
    add(value: unknown): void;
    addAll(values: unknown): void;
    update(values: unknown): void;
    clear(): void;
  };
  readonly map: MapHandle;
  readonly programs: MapHandle;
  readonly reducing: AddingHandle;
  readonly aggregating: AddingHandle;
}

interface MapHandle {
  get(key: string): unknown;
  contains(key: string): boolean;
  put(key: string, value: unknown): void;
  putAll(entries: unknown): void;
  remove(key: string): void;
  isEmpty(): boolean;
  keys(): string[];
  entries(): { getKey(): string; getValue(): number | null; setValue(value: number): void; remove(): void }[];
  clear(): void;
}

interface AddingHandle {
  get(): unknown;
  add(value: unknown): void;
  clear(): void;
}

/** `ctx` of the product's process operator, as far as the programs use it. */
export interface Context {
  readonly state: Handles;
  timestamp(): number | null;
  timeDomain(): "event" | "processing" | null;
  getCurrentKey(): unknown;
  currentWatermark(): number;
  currentProcessingTime(): number;
  output(tag: string, row: unknown): void;
  registerEventTimeTimer(timestamp: number): void;
  deleteEventTimeTimer(timestamp: number): void;
  registerProcessingTimeTimer(timestamp: number): void;
  deleteProcessingTimeTimer(timestamp: number): void;
}

export type Collect = (row: unknown) => void;

const time = (timestamp: number): unknown =>
  timestamp === -Infinity ? "min" : timestamp === Infinity ? "max" : timestamp;
const byKey = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);

/** Runs programs against the context and the collector of one call. */
export function runProgram(program: Program, ctx: Context, collect: Collect): void {
  for (const [name, ...args] of program) {
    const act = actions[name];
    if (act === undefined) throw new Error(`the suite has no action ${name}`);
    act({ ctx, args, emit: (...values) => collect({ r: [ctx.getCurrentKey(), ...values] }), collect });
  }
}

interface Scene {
  readonly ctx: Context;
  readonly args: readonly unknown[];
  readonly collect: Collect;
  emit(...values: readonly unknown[]): void;
}

const actions: Readonly<Record<string, (scene: Scene) => void>> = {
  emit: ({ args, emit }) => emit("emit", args[0]),
  side: ({ ctx, args }) => ctx.output("side", { r: [ctx.getCurrentKey(), args[0]] }),
  context: ({ ctx, emit }) =>
    emit(
      "context",
      ctx.timestamp(),
      time(ctx.currentWatermark()),
      ctx.currentProcessingTime(),
      ctx.timeDomain(),
    ),
  get: ({ ctx, emit }) => emit("value", ctx.state.value.value()),
  put: ({ ctx, args }) => ctx.state.value.update(args[0] as number | null),
  inc: ({ ctx, args }) => ctx.state.value.update((ctx.state.value.value() ?? 0) + Number(args[0])),
  clear: ({ ctx }) => ctx.state.value.clear(),
  ifValue: ({ ctx, args, collect }) => {
    const value = ctx.state.value.value();
    runProgram((value !== null && value >= Number(args[0]) ? args[1] : args[2]) as Program, ctx, collect);
  },
  lget: ({ ctx, emit }) => emit("list", ctx.state.list.get()),
  ladd: ({ ctx, args }) => ctx.state.list.add(args[0]),
  laddAll: ({ ctx, args }) => ctx.state.list.addAll(args[0]),
  lupdate: ({ ctx, args }) => ctx.state.list.update(args[0]),
  lclear: ({ ctx }) => ctx.state.list.clear(),
  mput: ({ ctx, args }) => ctx.state.map.put(String(args[0]), args[1]),
  mputAll: ({ ctx, args }) => ctx.state.map.putAll(args[0]),
  mremove: ({ ctx, args }) => ctx.state.map.remove(String(args[0])),
  mclear: ({ ctx }) => ctx.state.map.clear(),
  mget: ({ ctx, args, emit }) => emit("map", args[0], ctx.state.map.get(String(args[0]))),
  mhas: ({ ctx, args, emit }) => emit("has", args[0], ctx.state.map.contains(String(args[0]))),
  mempty: ({ ctx, emit }) => emit("empty", ctx.state.map.isEmpty()),
  mentries: ({ ctx, emit }) => {
    const entries = ctx.state.map.entries().map((entry) => [entry.getKey(), entry.getValue()] as const);
    emit(
      "entries",
      entries.toSorted(([left], [right]) => byKey(left, right)),
    );
  },
  mkeys: ({ ctx, emit }) => emit("keys", ctx.state.map.keys().toSorted(byKey)),
  mincAll: ({ ctx, args }) => {
    for (const entry of ctx.state.map.entries()) {
      const value = entry.getValue();
      if (value !== null) entry.setValue(value + Number(args[0]));
    }
  },
  mdropBelow: ({ ctx, args }) => {
    for (const entry of ctx.state.map.entries()) {
      const value = entry.getValue();
      if (value !== null && value < Number(args[0])) entry.remove();
    }
  },
  radd: ({ ctx, args }) => ctx.state.reducing.add(args[0]),
  rget: ({ ctx, emit }) => emit("reducing", ctx.state.reducing.get()),
  rclear: ({ ctx }) => ctx.state.reducing.clear(),
  aadd: ({ ctx, args }) => ctx.state.aggregating.add(args[0]),
  aget: ({ ctx, emit }) => emit("aggregating", ctx.state.aggregating.get()),
  aclear: ({ ctx }) => ctx.state.aggregating.clear(),
  timer: ({ ctx, args }) => {
    const [domain, timestamp] = timerOf(ctx, args);
    if (timestamp !== undefined) register(ctx, domain, timestamp);
  },
  untimer: ({ ctx, args }) => {
    const [domain, timestamp] = timerOf(ctx, args);
    if (timestamp === undefined) return;
    if (domain === "event") ctx.deleteEventTimeTimer(timestamp);
    else ctx.deleteProcessingTimeTimer(timestamp);
  },
  program: ({ ctx, args }) => {
    const [domain, timestamp] = timerOf(ctx, args.slice(0, -1));
    if (timestamp === undefined) return;
    ctx.state.programs.put(`${domain}:${timestamp}`, args.at(-1));
    register(ctx, domain, timestamp);
  },
};

/**
 * Domain and time of `[domain, ts]` or `[domain, base, delta]`; no time when the base is null or infinite.
 */
function timerOf(
  ctx: Context,
  [domain, base, delta]: readonly unknown[],
): readonly ["event" | "processing", number | undefined] {
  const place = domain === "event" ? "event" : "processing";
  if (delta === undefined) return [place, Number(base)];
  const from =
    base === "watermark"
      ? ctx.currentWatermark()
      : base === "clock"
        ? ctx.currentProcessingTime()
        : ctx.timestamp();
  return [place, from === null || !Number.isFinite(from) ? undefined : from + Number(delta)];
}

function register(ctx: Context, domain: "event" | "processing", timestamp: number): void {
  if (domain === "event") ctx.registerEventTimeTimer(timestamp);
  else ctx.registerProcessingTimeTimer(timestamp);
}

/** What onTimer runs: the timer's own program, once, or the common one. */
export function timerProgram(timestamp: number, ctx: Context, common: Program): Program {
  const key = `${ctx.timeDomain()}:${timestamp}`;
  const own = ctx.state.programs.get(key);
  if (own === null) return common;
  ctx.state.programs.remove(key);
  return own as Program;
}
