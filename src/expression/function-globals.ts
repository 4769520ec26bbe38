/** [SB4] The only names a user function can use that it did not declare itself. Everything else is absent in its compartment. */
export const functionGlobals: ReadonlySet<string> = new Set([
  "undefined", "NaN", "Infinity",
  "Object", "Array", "String", "Number", "Boolean", "BigInt", "Symbol", "Map", "Set", "WeakMap", "WeakSet",
  "Proxy", "Reflect", "RegExp", "JSON", "Math", "Date", "Iterator",
  "Error", "TypeError", "RangeError", "SyntaxError", "ReferenceError", "EvalError", "URIError", "AggregateError",
  "ArrayBuffer", "DataView", "Int8Array", "Uint8Array", "Uint8ClampedArray", "Int16Array", "Uint16Array",
  "Int32Array", "Uint32Array", "BigInt64Array", "BigUint64Array", "TextEncoder", "TextDecoder",
  "parseInt", "parseFloat", "isNaN", "isFinite",
  "decodeURI", "decodeURIComponent", "encodeURI", "encodeURIComponent", "escape", "unescape",
]);

/** What to use instead of a name people reach for. Keyed by the name that is absent. */
export const replacements: Readonly<Record<string, string>> = {
  console: "use ctx.log() of a process function",
  Promise: "functions are synchronous, nothing of them runs after the call",
  fetch: "functions have no network; read through a source",
  performance: "use ctx.currentProcessingTime() of a process function",
  crypto: "use ctx.random() of a process function",
  setTimeout: "use a timer of a process function",
  setInterval: "use a timer of a process function",
  Float64Array: "use a plain array",
  Float32Array: "use a plain array",
  Intl: "results must not depend on the machine's language",
  Temporal: "use Date, which is in UTC here",
};
