/** Remembers what the intrinsics are; the function returned says what has changed since. */
export function intrinsicsChange(): () => string | undefined {
  const { ownKeys, getOwnPropertyDescriptor, getPrototypeOf } = Reflect;
  const same = Object.is;
  const watched = new Map<object, { readonly prototype: object | null; readonly properties: Map<PropertyKey, PropertyDescriptor | undefined> }>();
  const watch = (value: unknown): void => {
    if ((typeof value !== "object" && typeof value !== "function") || value === null || watched.has(value)) return;
    const properties = new Map(ownKeys(value).map((key) => [key, getOwnPropertyDescriptor(value, key)]));
    watched.set(value, { prototype: getPrototypeOf(value), properties });
  };
  for (const root of roots()) {
    watch(root);
    if (typeof root === "function") watch(root.prototype);
  }
  const entries = [...watched];
  return () => {
    for (let at = 0; at < entries.length; at += 1) {
      const [object, before] = entries[at] as (typeof entries)[number];
      const change = changeOf(object, before.properties, { ownKeys, getOwnPropertyDescriptor, same });
      if (change !== undefined) return change;
      if (getPrototypeOf(object) !== before.prototype) return "the prototype of an intrinsic was replaced";
    }
    return undefined;
  };
}

function roots(): readonly unknown[] {
  const generator = Object.getPrototypeOf(function* () {});
  const iterators = [[][Symbol.iterator](), new Map().entries(), new Set().values(), ""[Symbol.iterator]()];
  return [
    Object, Array, String, Number, Boolean, BigInt, Symbol, Map, Set, WeakMap, WeakSet, Promise, RegExp, JSON, Math, Date, Reflect,
    Error, TypeError, RangeError, Function.prototype, ArrayBuffer, DataView, Uint8Array, Int32Array, Object.getPrototypeOf(Uint8Array),
    Object.getPrototypeOf(Uint8Array).prototype, TextEncoder, TextDecoder, generator, generator.prototype,
    ...iterators.map((iterator) => Object.getPrototypeOf(iterator)),
  ];
}

/** RegExp's statics change with every match, in every world. */
const volatile = /^(?:\$[\d&`'+_]|input|last|left|right|prepareStackTrace|stackTraceLimit)/;

function changeOf(
  object: object,
  before: ReadonlyMap<PropertyKey, PropertyDescriptor | undefined>,
  reflect: Pick<typeof Reflect, "ownKeys" | "getOwnPropertyDescriptor"> & { readonly same: typeof Object.is },
): string | undefined {
  for (const key of reflect.ownKeys(object)) {
    if (typeof key === "string" && volatile.test(key)) continue;
    const was = before.get(key);
    const is = reflect.getOwnPropertyDescriptor(object, key);
    if (was === undefined || is === undefined || !reflect.same(was.value, is.value) || was.get !== is.get || was.set !== is.set) {
      return `an intrinsic was changed: ${String(key)}`;
    }
  }
  return undefined;
}
