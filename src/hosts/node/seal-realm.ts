import { registerHooks } from "node:module";

/** What is left of the platform's globals beside the language's own: what the runtime itself uses, and nothing that reaches out. */
const platformGlobals: ReadonlySet<string> = new Set([
  "clearImmediate", "clearInterval", "clearTimeout", "performance", "queueMicrotask", "setImmediate", "setInterval", "setTimeout",
  "structuredClone", "TextDecoder", "TextEncoder",
]);

/** Members of `process` that load code, look into it, act on other processes or write files. */
const processMembers = [
  "_debugEnd", "_debugProcess", "_getActiveHandles", "_getActiveRequests", "_kill", "_linkedBinding", "_rawDebug", "abort",
  "binding", "chdir", "dlopen", "execve", "getBuiltinModule", "kill", "loadEnvFile", "mainModule", "openStdin", "report",
  "setSourceMapsEnabled",
] as const;

/**
 * Closes, for all code that runs in this thread from now on, the ways of the language to the platform: built-in modules are neither loaded
 * nor imported any more, and of the globals only those are left that the runtime uses. It is the one wall before the network where
 * Node.js has no permission for it, and before other processes of the same person, to which the permission model says nothing. Whoever has
 * modules already keeps them: to be called when the thread's own script has run, and before anything of a stranger's does. [HB21]
 */
export function sealRealm(): void {
  const { process } = globalThis;
  // Hooks of this thread come before every way to load a module: `require`, `import()`, in whatever text.
  registerHooks({
    resolve(specifier) {
      throw new Error(`this thread is sealed: ${specifier} is not loaded`);
    },
  });
  for (const name of Reflect.ownKeys(globalThis)) {
    if (typeof name === "string" && (platformGlobals.has(name) || languageNames.has(name))) continue;
    Reflect.deleteProperty(globalThis, name);
  }
  for (const name of processMembers) {
    Object.defineProperty(process, name, { value: undefined, writable: false, enumerable: false, configurable: false });
  }
  // Where the engine's network client would leave itself for all to use when something loads it.
  for (const version of [1, 2]) {
    Object.defineProperty(globalThis, Symbol.for(`undici.globalDispatcher.${version}`), { value: undefined });
  }
}

/** The language's own globals, without `WebAssembly`, which a task has no use for, and with those of `ses`. */
const languageNames: ReadonlySet<string> = new Set([
  "AggregateError", "Array", "ArrayBuffer", "AsyncDisposableStack", "AsyncIterator", "Atomics", "BigInt", "BigInt64Array",
  "BigUint64Array", "Boolean", "Compartment", "DataView", "Date", "DisposableStack", "Error", "EvalError",
  "FinalizationRegistry", "Float16Array", "Float32Array", "Float64Array", "Function", "Infinity", "Int16Array",
  "Int32Array", "Int8Array", "Intl", "Iterator", "JSON", "Map", "Math", "NaN", "Number", "Object", "Promise", "Proxy",
  "RangeError", "ReferenceError", "Reflect", "RegExp", "Set", "SharedArrayBuffer", "String", "SuppressedError", "Symbol",
  "SyntaxError", "Temporal", "TypeError", "URIError", "Uint16Array", "Uint32Array", "Uint8Array", "Uint8ClampedArray",
  "WeakMap", "WeakRef", "WeakSet", "decodeURI", "decodeURIComponent", "encodeURI", "encodeURIComponent", "escape", "eval",
  "globalThis", "harden", "isFinite", "isNaN", "lockdown", "parseFloat", "parseInt", "undefined", "unescape",
]);
