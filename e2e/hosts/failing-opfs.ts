/** A call of the origin private file system that fails in this worker: the `nth` of its kind, or it and all calls of that kind behind it. */
export interface OpfsFailure {
  /** Method, and the name of what it concerns without what tells its kind apart: `move _metadata.part`, `write PART.part`, `keys chk-N`. */
  readonly kind: string;
  readonly nth: number;
  readonly forGood: boolean;
  /** When it has done what was asked. */
  readonly late: boolean;
  /** Name of the `DOMException`. */
  readonly error: string;
}

declare global {
  var opfsFailures: readonly OpfsFailure[];
}

type Method = (this: object, ...args: unknown[]) => unknown;

const placeOf = (name: string): string => name.replace(/^table%2F.*?(?=\.part$|$)/, "PART").replace(/^[0-9a-f]{32}-.*/, "TRANSACTION").replaceAll(/\d+/g, "N");

const fileOf = new WeakMap<object, string>();
const counts = new Map<string, number>();

/** The failure that strikes this call. */
function planned(method: string, name: string): OpfsFailure | undefined {
  const kind = `${method} ${placeOf(name)}`;
  const count = (counts.get(kind) ?? 0) + 1;
  counts.set(kind, count);
  return globalThis.opfsFailures.find((failure) => failure.kind === kind && (failure.forGood ? count >= failure.nth : count === failure.nth));
}

const refusal = ({ kind, error }: OpfsFailure): DOMException => new DOMException(`${kind} fails on purpose`, error);

function alter(prototype: object, name: string, alteration: (original: Method) => Method): void {
  let owner = prototype;
  while (!Object.hasOwn(owner, name)) owner = Object.getPrototypeOf(owner) as object;
  const original = Reflect.get(owner, name) as Method;
  Object.defineProperty(prototype, name, { value: alteration(original), configurable: true, writable: true });
}

const nameOf = (handle: object): string => (handle instanceof FileSystemHandle ? handle.name : (fileOf.get(handle) ?? ""));

for (const [prototype, name] of [
  [FileSystemDirectoryHandle.prototype, "removeEntry"],
  [FileSystemFileHandle.prototype, "getFile"],
  [FileSystemFileHandle.prototype, "createSyncAccessHandle"],
  [FileSystemFileHandle.prototype, "move"],
] as const) {
  alter(prototype, name, (original) => async function (...args) {
    const place = name === "removeEntry" ? String(args[0]) : nameOf(this);
    const failure = planned(name, place);
    const done = failure === undefined || failure.late ? await Reflect.apply(original, this, args) : undefined;
    const access = name === "createSyncAccessHandle" ? (done as FileSystemSyncAccessHandle | undefined) : undefined;
    if (failure !== undefined) {
      access?.close();
      throw refusal(failure);
    }
    if (access !== undefined) fileOf.set(access, place);
    return done;
  });
}

/** The types of a page do not know it: only workers have it. */
const { FileSystemSyncAccessHandle: accessHandle } = globalThis as unknown as { readonly FileSystemSyncAccessHandle: { readonly prototype: object } };

for (const [prototype, name] of [
  [FileSystemDirectoryHandle.prototype, "keys"],
  [accessHandle.prototype, "write"],
  [accessHandle.prototype, "flush"],
] as const) {
  alter(prototype, name, (original) => function (...args) {
    const failure = planned(name, nameOf(this));
    const done = failure === undefined || failure.late ? Reflect.apply(original, this, args) : undefined;
    if (failure !== undefined) throw refusal(failure);
    return done;
  });
}
