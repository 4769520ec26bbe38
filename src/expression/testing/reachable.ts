/**
 * What code can reach from values it was handed: properties, symbols, accessors, prototypes, and what functions give when they are called
 * without `this`, or constructed. The judge of what the wall hands out. [SB24]
 */
export interface Reached {
  /** Every object and function, with the way to it. */
  readonly all: ReadonlyMap<object, string>;
  /** Those that a function can change: they may be handed out once only. */
  readonly changeable: ReadonlyMap<object, string>;
}

/** Something that must not be reachable, and how it is reached. */
export interface Leak {
  readonly path: string;
  readonly problem: string;
}

const { apply, construct, ownKeys, getOwnPropertyDescriptor, getPrototypeOf } = Reflect;
const { isFrozen } = Object;

/** Calls within results of calls; there is no end to iterators. */
const callsMax = 2;
/** Made anew: what one function was given must not be found at another. */
const callArguments = (): readonly (readonly unknown[])[] => [[], [{}], ["x", 1]];

interface Place {
  readonly value: unknown;
  readonly path: string;
  readonly calls: number;
}

/** How far a walk goes. */
export interface Walk {
  /** What is told when it is reached, and not entered: who called all that the host can do would end the process. */
  readonly stopAt: ReadonlySet<object>;
  /** False: nothing runs. */
  readonly calls: boolean;
}

/** Walks breadth first from `roots`. */
export function reach(roots: Readonly<Record<string, unknown>>, { stopAt, calls }: Walk): Reached {
  const all = new Map<object, string>();
  const changeable = new Map<object, string>();
  const queue: Place[] = Object.entries(roots).map(([path, value]) => ({ value, path, calls: 0 }));
  for (let at = 0; at < queue.length; at++) {
    const place = queue[at] as Place;
    const { value } = place;
    if (!isObject(value) || all.has(value)) continue;
    all.set(value, place.path);
    if (stopAt.has(value)) continue;
    if (!isFrozen(value) || hasHiddenState(value)) changeable.set(value, place.path);
    for (const next of propertiesOf(value, place, calls)) queue.push(next);
    if (calls && typeof value === "function" && place.calls < callsMax) for (const next of resultsOf(value, place)) queue.push(next);
  }
  return { all, changeable };
}

const isObject = (value: unknown): value is object => (typeof value === "object" && value !== null) || typeof value === "function";

function* propertiesOf(value: object, { path, calls }: Place, runs: boolean): Iterable<Place> {
  const at = (name: string, found: unknown): Place => ({ value: found, path: `${path}${name}`, calls });
  yield at(".[[Prototype]]", tried(() => getPrototypeOf(value)));
  for (const key of tried(() => ownKeys(value)) ?? []) {
    const property = tried(() => getOwnPropertyDescriptor(value, key));
    const name = typeof key === "symbol" ? `[${String(key)}]` : `.${key}`;
    yield at(name, property?.value);
    yield at(`${name}.get`, property?.get);
    yield at(`${name}.set`, property?.set);
    if (runs && property?.get !== undefined) yield at(`${name} (read)`, tried(() => Reflect.get(value, key)));
  }
}

function* resultsOf(value: object, { path, calls }: Place): Iterable<Place> {
  for (const given of callArguments()) {
    const words = given.map((argument) => JSON.stringify(argument)).join(", ");
    yield { value: quiet(tried(() => apply(value as () => unknown, undefined, given))), path: `${path}(${words})`, calls: calls + 1 };
    yield { value: quiet(tried(() => construct(value as never, given))), path: `new ${path}(${words})`, calls: calls + 1 };
  }
}

function tried<Result>(action: () => Result): Result | undefined {
  try {
    return action();
  } catch {
    // What throws gives nothing; an error that is itself handed out is a root of the test.
    return undefined;
  }
}

function quiet(value: unknown): unknown {
  if (value instanceof Promise) value.catch(() => undefined);
  return value;
}

const getterOf = (prototype: object, name: PropertyKey): (() => unknown) | undefined => getOwnPropertyDescriptor(prototype, name)?.get;
/** Each throws, or gives undefined, for an object without the hidden state it looks at. Taken before anything is locked. */
const hiddenStates: readonly (((value: object) => unknown) | undefined)[] = [
  getterOf(Map.prototype, "size"),
  getterOf(Set.prototype, "size"),
  getterOf(ArrayBuffer.prototype, "byteLength"),
  getterOf(getPrototypeOf(Uint8Array.prototype) as object, Symbol.toStringTag),
  getterOf(DataView.prototype, "buffer"),
  Date.prototype.getTime,
].map((method) => method && ((value) => apply(method, value, [])));

/** True for objects that freezing does not freeze: entries of maps and sets, bytes, the time of a date, weak maps. */
function hasHiddenState(value: object): boolean {
  const probe = {};
  return (
    hiddenStates.some((state) => state !== undefined && tried(() => state(value)) !== undefined) ||
    tried(() => apply(WeakMap.prototype.has, value, [probe])) !== undefined ||
    tried(() => apply(WeakSet.prototype.has, value, [probe])) !== undefined
  );
}

/**
 * What is wrong with what was handed out in several calls: an object of the host in any of them, and one that can be changed in more than
 * one of them. What is frozen, or made anew for each call, carries nothing from one function to another.
 */
export function leaksOf(handed: readonly Reached[], host: ReadonlySet<object>): readonly Leak[] {
  const leaks: Leak[] = [];
  const seen = new Map<object, string>();
  for (const { all, changeable } of handed) {
    for (const [value, path] of all) if (host.has(value)) leaks.push({ path, problem: "an object of the host" });
    for (const [value, path] of changeable) {
      const before = seen.get(value);
      if (before === undefined) seen.set(value, path);
      else leaks.push({ path, problem: `can be changed, and is handed out again (${before})` });
    }
  }
  return leaks;
}

const propertiesAlone: Walk = { stopAt: new Set(), calls: false };

/** All that the real global leads to, parted into what the language's own names lead to and the rest. To be taken before `lockDown`. */
export interface Realm {
  readonly host: ReadonlySet<object>;
  readonly language: ReadonlySet<object>;
}

/** `names` of the language, without those that functions have in versions of our own. */
export function realmOf(names: ReadonlySet<string>, except: ReadonlySet<string>): Realm {
  const language = [...names].filter((name) => !except.has(name)).map((name) => [name, Reflect.get(globalThis, name)]);
  const { all: ofLanguage } = reach({ ...Object.fromEntries(language), ...literals() }, propertiesAlone);
  const host = new Set(reach({ globalThis }, propertiesAlone).all.keys());
  for (const value of ofLanguage.keys()) host.delete(value);
  return { host, language: new Set(ofLanguage.keys()) };
}

/** What the language makes without a name. Nothing asynchronous: functions have no way to it. [SB47] */
export const literalsText = `{
  generator: function* () {}, generated: (function* () {})(), arrow: () => 0, pattern: /a/g, strings: ((s) => s)\`a\`,
  iterators: [[].values(), new Map().entries(), new Set().values(), "a"[Symbol.iterator](), "a".matchAll(/a/g), Iterator.from({ next() {} })],
  helper: [].values().map((x) => x), typedArray: Object.getPrototypeOf(Uint8Array), constructed: class {},
  passedArguments: (function () { return arguments })(1),
  engineErrors: [() => null.x, () => undeclared, () => new Array(-1), () => decodeURI("%"), () => JSON.parse("{"), () => new RegExp("(")]
    .map((f) => { try { f() } catch (e) { return e } }),
}`;

const literals = (): Readonly<Record<string, unknown>> => new Function(`return (${literalsText})`)() as Readonly<Record<string, unknown>>;
