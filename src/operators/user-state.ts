import { conformTo } from "../stream/conform.ts";
import type { CallScope } from "../stream/call-scope.ts";
import { parseLogicalType } from "../stream/logical-type-text.ts";
import type { LogicalType } from "../stream/logical-type.ts";
import type { OperatorContext } from "../runtime/api.ts";
import type {
  Aggregate,
  KeyedState,
  ListState,
  MapState,
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

export function userStates(options: UserStateOptions): UserStates {
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
      const conformed = conformTo(descriptor.type);
      const part = { name: "reduce", parameters: ["left", "right"], source: declaration.reduce };
      const reducing = state.reducing<unknown>(descriptor, compile(options, part, conformed));
      return addingHandle(reducing, conformed, scope);
    }
    case "aggregating": {
      const aggregating = state.aggregating<unknown, unknown, unknown>(
        descriptor,
        aggregateOf(declaration, options, descriptor.type),
      );
      return addingHandle(aggregating, (value) => value, scope);
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
  readonly parameters: readonly string[];
  readonly source: string;
}

/** `convert` checks each result. */
function compile(
  { field, functions }: UserStateOptions,
  { name, parameters, source }: FunctionPart,
  convert?: (result: unknown) => unknown,
): (...args: readonly unknown[]) => unknown {
  return functions.compile({ field: `${field}.${name}`, source, parameters }, convert);
}

function aggregateOf(
  declaration: Extract<StateDeclaration, { kind: "aggregating" }>,
  options: UserStateOptions,
  accumulatorType: LogicalType,
): Aggregate<unknown, unknown, unknown> {
  const conformed = conformTo(accumulatorType);
  const part = (name: "createAccumulator" | "add" | "getResult", parameters: readonly string[]): FunctionPart => ({
    name,
    parameters,
    source: declaration[name],
  });
  const merge = (source: string) => compile(options, { name: "merge", parameters: ["left", "right"], source }, conformed);
  return {
    createAccumulator: compile(options, part("createAccumulator", []), conformed),
    add: compile(options, part("add", ["value", "accumulator"]), conformed),
    getResult: compile(options, part("getResult", ["accumulator"])),
    merge: declaration.merge === undefined ? withoutMerge(declaration.name) : merge(declaration.merge),
  };
}

const withoutMerge = (state: string) => (): never => {
  throw new Error(`[ST6] the aggregate function of state "${state}" has no merge`);
};

function valueHandle(state: ValueState<unknown>, type: LogicalType, scope: CallScope): UserState {
  const conformed = conformTo({ ...type, nullable: true });
  const handle = frozen({
    value: scope.guard(() => state.value()),
    update: scope.guard((value: unknown) => state.update(conformed(value))),
    clear: scope.guard(() => state.clear()),
  });
  return { handle, state };
}

function listHandle(state: ListState<unknown>, type: LogicalType, scope: CallScope): UserState {
  const conformed = conformTo(type);
  const elements = (values: unknown): unknown[] => {
    if (!Array.isArray(values)) throw new TypeError("[ST4] a list state takes an array of elements");
    return Array.from({ length: values.length }, (_, index) => conformed(values[index]));
  };
  const handle = frozen({
    get: scope.guard(() => [...state.get()]),
    add: scope.guard((value: unknown) => state.add(conformed(value))),
    addAll: scope.guard((values: unknown) => state.addAll(elements(values))),
    update: scope.guard((values: unknown) => state.update(elements(values))),
    clear: scope.guard(() => state.clear()),
  });
  return { handle, state };
}

interface MapTypes {
  readonly keyType: LogicalType;
  readonly valueType: LogicalType;
}

function mapHandle(
  state: MapState<unknown, unknown>,
  { keyType, valueType }: MapTypes,
  scope: CallScope,
): UserState {
  const keyOf = conformTo(keyType);
  const valueOf = conformTo({ ...valueType, nullable: true });
  const pairs = (values: unknown): (readonly [unknown, unknown])[] => {
    const source = values instanceof Map ? [...values] : values;
    if (!Array.isArray(source)) throw new TypeError("[ST5] putAll takes a Map or an array of [key, value]");
    return source.map((pair: readonly unknown[]) => [keyOf(pair[0]), valueOf(pair[1])] as const);
  };
  const entries = (): object[] =>
    [...state.entries()].map((entry) =>
      frozen({
        getKey: () => entry.key,
        getValue: () => entry.value,
        setValue: scope.guard((value: unknown) => entry.setValue(valueOf(value))),
        remove: scope.guard(() => entry.remove()),
      }),
    );
  const handle = frozen({
    get: scope.guard((key: unknown) => state.get(keyOf(key))),
    contains: scope.guard((key: unknown) => state.has(keyOf(key))),
    put: scope.guard((key: unknown, value: unknown) => state.put(keyOf(key), valueOf(value))),
    putAll: scope.guard((values: unknown) => state.putAll(pairs(values))),
    remove: scope.guard((key: unknown) => state.remove(keyOf(key))),
    isEmpty: scope.guard(() => state.isEmpty()),
    keys: scope.guard(() => [...state.entries()].map((entry) => entry.key)),
    values: scope.guard(() => [...state.entries()].map((entry) => entry.value)),
    entries: scope.guard(entries),
    clear: scope.guard(() => state.clear()),
  });
  return { handle, state };
}

interface AddingState {
  get(): unknown;
  add(value: unknown): void;
  clear(): void;
  setNamespace(window: WindowNamespace): void;
}

function addingHandle(
  state: AddingState,
  conformed: (value: unknown) => unknown,
  scope: CallScope,
): UserState {
  const handle = frozen({
    get: scope.guard(() => state.get()),
    add: scope.guard((value: unknown) => state.add(conformed(value))),
    clear: scope.guard(() => state.clear()),
  });
  return { handle, state };
}

/** [SB8] Nothing that a function gets has a prototype to reach something through, or can be changed. */
export function frozen<T extends object>(members: T): Readonly<T> {
  return Object.freeze(Object.assign(Object.create(null) as T, members));
}
