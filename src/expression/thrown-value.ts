/** What a user function threw, as far as it can be told without running any of the function's own code. */
export interface ThrownValue {
  /** "TypeError: ..." or the text that was thrown; "thrown object" when nothing more can be said. */
  readonly message: string;
  /** The engine's stack, one frame per line; only of the engine's own errors. */
  readonly stack: string | undefined;
}

const errorNames = new Map<unknown, string>(
  [Error, TypeError, RangeError, SyntaxError, ReferenceError, EvalError, URIError].map((type) => [type.prototype, type.name]),
);

const longest = 2000;

/**
 * [SB9] Describes a thrown value by its own data properties alone: no getter, no `toString`, no `Symbol.toPrimitive` of the guest is
 * called. A Proxy's trap may still run; whatever it throws is dropped.
 */
export function describeThrown(thrown: unknown): ThrownValue {
  if (typeof thrown === "symbol") return { message: "thrown symbol", stack: undefined };
  if (typeof thrown === "function") return { message: "thrown function", stack: undefined };
  if (typeof thrown !== "object" || thrown === null) return { message: String(thrown).slice(0, longest), stack: undefined };
  try {
    const message: unknown = Object.getOwnPropertyDescriptor(thrown, "message")?.value;
    const name = nameOf(thrown);
    const known = typeof message === "string" ? message.slice(0, longest) : undefined;
    if (known === undefined && name === undefined) return { message: "thrown object", stack: undefined };
    return { message: [name, known].filter(Boolean).join(": "), stack: engineStack(thrown) };
  } catch {
    return { message: "thrown object", stack: undefined };
  }
}

function nameOf(thrown: object): string | undefined {
  for (let prototype: unknown = Object.getPrototypeOf(thrown); typeof prototype === "object" && prototype !== null; ) {
    const name = errorNames.get(prototype);
    if (name !== undefined) return name;
    prototype = Object.getPrototypeOf(prototype);
  }
  return undefined;
}

/** Where the engine keeps a new error's stack: an accessor or a data property, told apart from one that a guest put there. */
const engineStackGetter = Object.getOwnPropertyDescriptor(new Error("probe"), "stack")?.get;

function engineStack(thrown: object): string | undefined {
  const own = Object.getOwnPropertyDescriptor(thrown, "stack");
  if (own === undefined || own.get !== engineStackGetter) return undefined;
  const ofHost: unknown = Reflect.get(globalThis, "getStackString");
  const stack: unknown = typeof ofHost === "function" ? ofHost(thrown) : Reflect.get(thrown, "stack");
  return typeof stack === "string" ? stack : undefined;
}
