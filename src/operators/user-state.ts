import { engineMessage } from "../base/engine-messages.ts";
import { conformTo } from "../stream/conform.ts";
import { copierOf } from "../stream/copy-value.ts";
import { lengthOf, ValueBounds } from "../stream/value-bounds.ts";
import { guestParameter, valueParameter } from "../stream/guest-parameter.ts";
import type { GuestParameter } from "../stream/guest-parameter.ts";
import type { CallScope } from "../stream/call-scope.ts";
import { parseLogicalType } from "../stream/logical-type-text.ts";
import type { LogicalType } from "../stream/logical-type.ts";
import type { OperatorContext } from "../runtime/api.ts";
import type {
  Aggregate,
  KeyedState,
  ListState,
  MapState,
  MapStateEntry,
  ValueState,
  WindowNamespace,
} from "../runtime/state/keyed-state.ts";
import type { StateTtl } from "../runtime/state/ttl.ts";
import type { StateDeclaration, TtlDeclaration } from "./state-field.ts";

/**
 * State as a user function gets it: frozen closures, usable during the call only; values are checked when
 * they come in.
 */
export interface UserStates {
  /** `ctx.state`: a handle per declared name. */
  readonly handles: object;
  /** For states that also depend on a window: the window of the call that follows. */
  setNamespace(window: WindowNamespace): void;
  /** Clears all of them, for the current key and namespace. */
  clear(): void;
}

export interface UserStateOptions {
  readonly declarations: readonly StateDeclaration[];
  /** Configuration field of the declarations, for messages. */
  readonly field: string;
  readonly namespace: "void" | "window";
  readonly state: KeyedState;
  readonly functions: OperatorContext["functions"];
  readonly scope: CallScope;
}

interface UserState {
  readonly handle: object;
  readonly state: { setNamespace(window: WindowNamespace): void; clear(): void };
}

export function createUserStates(options: UserStateOptions): UserStates {
  const handles: Record<string, object> = Object.create(null) as Record<string, object>;
  const states = options.declarations.map((declaration, index) => {
    const made = userState(declaration, { ...options, field: `${options.field}.${index}` });
    handles[declaration.name] = made.handle;
    return made.state;
  });
  return {
    handles: Object.freeze(handles),
    setNamespace: (window) => {
      for (const state of states) state.setNamespace(window);
    },
    clear: () => {
      for (const state of states) state.clear();
    },
  };
}

/** Types in state are never null themselves: absence is null. */
const stateType = (text: string): LogicalType => ({ ...parseLogicalType(text), nullable: false });

function userState(declaration: StateDeclaration, options: UserStateOptions): UserState {
  const { state, namespace, scope } = options;
  const type = stateType(declaration.type);
  const descriptor = { name: declaration.name, type, namespace, ttl: ttlOf(declaration.ttl) };
  switch (declaration.kind) {
    case "value":
      return valueHandle(state.value(descriptor), descriptor.type, scope);
    case "list":
      return listHandle(state.list(descriptor), descriptor.type, scope);
    case "map": {
      const keyType = parseLogicalType(declaration.keyType);
      return mapHandle(state.map({ ...descriptor, keyType }), { keyType, valueType: descriptor.type }, scope);
    }
    case "reducing": {
      const parameters = [valueParameter("left", type), valueParameter("right", type)];
      const values = crossing(type);
      const part = { name: "reduce", parameters, source: declaration.reduce };
      const reducing = state.reducing<unknown>(descriptor, compile(options, part, values.into));
      return addingHandle(reducing, values, scope);
    }
    case "aggregating": {
      const aggregating = state.aggregating<unknown, unknown, unknown>(
        descriptor,
        aggregateOf(declaration, options, descriptor.type),
      );
      return addingHandle(aggregating, betweenFunctions, scope);
    }
  }
}

/** Update type `Disabled` is no TTL at all. */
function ttlOf(declared: TtlDeclaration): StateTtl | undefined {
  if (declared === undefined || declared.updateType === "Disabled") return undefined;
  return { ...declared, updateType: declared.updateType };
}

interface FunctionPart {
  readonly name: string;
  readonly parameters: readonly GuestParameter[];
  readonly source: string;
}

/** `convert` checks each result. */
function compile(
  { field, functions }: UserStateOptions,
  { name, parameters, source }: FunctionPart,
  convert: (result: unknown) => unknown,
): (...args: readonly unknown[]) => unknown {
  return functions.compile({ field: `${field}.${name}`, source, parameters }, convert);
}

function aggregateOf(
  declaration: Extract<StateDeclaration, { kind: "aggregating" }>,
  options: UserStateOptions,
  accumulatorType: LogicalType,
): Aggregate<unknown, unknown, unknown> {
  const conformed = conformTo(accumulatorType);
  const accumulator = valueParameter("accumulator", accumulatorType);
  const part = (name: "createAccumulator" | "add" | "getResult", parameters: readonly GuestParameter[]): FunctionPart => ({
    name,
    parameters,
    source: declaration[name],
  });
  const sides = [valueParameter("left", accumulatorType), valueParameter("right", accumulatorType)];
  const merge = (source: string) => compile(options, { name: "merge", parameters: sides, source }, conformed);
  return {
    createAccumulator: compile(options, part("createAccumulator", []), conformed),
    add: compile(options, part("add", [guestParameter("value"), accumulator]), conformed),
    getResult: compile(options, part("getResult", [accumulator]), betweenFunctions.out),
    merge: declaration.merge === undefined ? withoutMerge(declaration.name) : merge(declaration.merge),
  };
}

/** What an aggregate function is given and gives stays among the functions of one call: the state keeps none of it. */
const betweenFunctions: Crossing = { into: (value) => value, out: (value) => value };

const withoutMerge = (state: string) => (): never => {
  throw new Error(engineMessage("noMerge", { state }));
};

/** Reads and copies of the values of one type: what a function gives becomes the state's own, and what it gets is its own. [SB42] */
interface Crossing {
  readonly into: (value: unknown) => unknown;
  readonly out: (value: unknown) => unknown;
}

const crossing = (type: LogicalType): Crossing => ({ into: conformTo(type), out: copierOf(type) ?? ((value) => value) });

function valueHandle(state: ValueState<unknown>, type: LogicalType, scope: CallScope): UserState {
  const { into, out } = crossing({ ...type, nullable: true });
  const handle = frozen({
    value: scope.action(() => out(state.value())),
    update: scope.guard(into, (value) => state.update(value)),
    clear: scope.action(() => state.clear()),
  });
  return { handle, state };
}

function listHandle(state: ListState<unknown>, type: LogicalType, scope: CallScope): UserState {
  const { into, out } = crossing(type);
  const element = (value: unknown): unknown => {
    if (value === null || value === undefined) throw new TypeError(engineMessage("listStateNull"));
    return into(value);
  };
  const elements = (values: unknown): readonly unknown[] => {
    if (!Array.isArray(values)) throw new TypeError(engineMessage("listStateArray"));
    const length = lengthOf(values, new ValueBounds());
    return Array.from({ length }, (_, index) => element(values[index]));
  };
  const handle = frozen({
    get: scope.action(() => state.get().map((value) => out(value))),
    add: scope.guard(element, (value) => state.add(value)),
    addAll: scope.guard(elements, (values) => state.addAll(values)),
    update: scope.guard(elements, (values) => state.update(values)),
    clear: scope.action(() => state.clear()),
  });
  return { handle, state };
}

interface MapTypes {
  readonly keyType: LogicalType;
  readonly valueType: LogicalType;
}

type Pair = readonly [key: unknown, value: unknown];

function mapHandle(
  state: MapState<unknown, unknown>,
  { keyType, valueType }: MapTypes,
  scope: CallScope,
): UserState {
  const key = crossing(keyType);
  const value = crossing({ ...valueType, nullable: true });
  const pairOf = (name: unknown, each: unknown): Pair => [key.into(name), value.into(each)];
  const all = (): readonly MapStateEntry<unknown, unknown>[] => [...state.entries()];
  const entries = (): readonly object[] =>
    all().map((entry) =>
      frozen({
        getKey: scope.action(() => key.out(entry.key)),
        getValue: scope.action(() => value.out(entry.value)),
        setValue: scope.guard(value.into, (next) => entry.setValue(next)),
        remove: scope.action(() => entry.remove()),
      }),
    );
  const handle = frozen({
    get: scope.guard(key.into, (name) => value.out(state.get(name))),
    contains: scope.guard(key.into, (name) => state.has(name)),
    put: scope.guard(pairOf, ([name, each]) => state.put(name, each)),
    putAll: scope.guard((values) => pairsOf(values, pairOf), (pairs) => state.putAll(pairs)),
    remove: scope.guard(key.into, (name) => state.remove(name)),
    isEmpty: scope.action(() => state.isEmpty()),
    keys: scope.action(() => all().map((entry) => key.out(entry.key))),
    values: scope.action(() => all().map((entry) => value.out(entry.value))),
    entries: scope.action(entries),
    clear: scope.action(() => state.clear()),
  });
  return { handle, state };
}

const mapForEach = Map.prototype.forEach;

/** The pairs of a Map, or of an array of `[key, value]`. */
function pairsOf(values: unknown, pairOf: (key: unknown, value: unknown) => Pair): readonly Pair[] {
  const bounds = new ValueBounds();
  const pairs: Pair[] = [];
  if (values instanceof Map) {
    mapForEach.call(values, (value, key) => {
      bounds.takeParts(1);
      pairs.push(pairOf(key, value));
    });
    return pairs;
  }
  if (!Array.isArray(values)) throw new TypeError(engineMessage("putAllTakes"));
  const length = lengthOf(values, bounds);
  for (let at = 0; at < length; at++) {
    const pair: unknown = values[at];
    if (!Array.isArray(pair)) throw new TypeError(engineMessage("putAllTakes"));
    pairs.push(pairOf(pair[0], pair[1]));
  }
  return pairs;
}

interface AddingState {
  get(): unknown;
  add(value: unknown): void;
  clear(): void;
  setNamespace(window: WindowNamespace): void;
}

function addingHandle(
  state: AddingState,
  { into, out }: Crossing,
  scope: CallScope,
): UserState {
  const handle = frozen({
    get: scope.action(() => out(state.get())),
    add: scope.guard(into, (value) => state.add(value)),
    clear: scope.action(() => state.clear()),
  });
  return { handle, state };
}

/** `ctx.getCurrentKey()`: the values of the key, which are the host's, as the function's own. */
export function currentKey(scope: CallScope, state: KeyedState): () => unknown {
  const copiers = state.keyFields.map(({ type }) => copierOf(type));
  const out = (value: unknown, at: number): unknown => copiers[at]?.(value) ?? value;
  if (copiers.length === 1) return scope.action(() => out(state.currentKey, 0));
  return scope.action(() => (state.currentKey as readonly unknown[]).map(out));
}

/** [SB8] Nothing that a function gets has a prototype to reach something through, or can be changed. */
export function frozen<T extends object>(members: T): Readonly<T> {
  return Object.freeze(Object.assign(Object.create(null) as T, members));
}
