import type { Mode } from "./node-host.ts";

/** One place of a wall: in a copy of the sources, `opening` takes the place of what `wall` finds there. */
export interface Breach {
  readonly file: string;
  readonly wall: RegExp;
  readonly opening: string;
}

/** One wall of the product, taken down. */
export interface PlantedHole extends Breach {
  /** What a stranger can do again. */
  readonly hole: string;
  /** Where a second wall stands behind the first: it alone would hold. */
  readonly behind?: readonly Breach[];
  /** Part of the title of the attempt that succeeds then, and only then. */
  readonly attempt: string;
  readonly mode: Mode;
}

/** For every root that an attempt ever succeeded by: the hole, and the attempt that finds it. The other hosts' are beside their walls. */
export const plantedHoles: readonly PlantedHole[] = [
  {
    hole: "functions get the host's own text codecs",
    file: "src/expression/sandbox.ts",
    wall: /\.\.\.textCodecs\(\)/,
    opening: "TextDecoder: globalThis.TextDecoder, TextEncoder: globalThis.TextEncoder",
    attempt: "text codec: constructor of the handle, called",
    mode: "deterministic",
  },
  {
    hole: "classes of the runtime stay open",
    file: "src/stream/frozen-class.ts",
    wall: /(function freezeClass\([^{]*\{ readonly prototype: object \}\): void \{)/,
    opening: "$1 if (Class !== undefined) return;",
    attempt: "runtime class: Decimal channel",
    mode: "deterministic",
  },
  {
    hole: "dates are read by the machine",
    file: "src/expression/utc-date.ts",
    wall: /parseDateText\(/g,
    opening: "((text: string) => NativeDate.parse(text))(",
    behind: [
      { file: "src/hosts/node/job-process/whole-job.ts", wall: /env: \{ TZ: "UTC" \}/, opening: "env: { ...process.env }" },
      { file: "src/hosts/node/job-process/start-job-process.ts", wall: /TZ: "UTC"/, opening: "TZ: process.env.TZ" },
    ],
    attempt: "zone: five digit year",
    mode: "deterministic",
  },
  {
    hole: "collect is entered while it reads what it was given",
    file: "src/stream/call-scope.ts",
    wall: /if \(!inside \|\| isBusy \|\| hasFailed\)/,
    opening: "if (!inside || hasFailed)",
    attempt: "border: a getter collects within collect",
    mode: "freeRunning",
  },
  {
    hole: "functions get the host's own rows",
    file: "src/expression/sandbox.ts",
    wall: /needsCopy\([^;\n]*\)/,
    opening: "false",
    attempt: "I15-filter-mutates-key",
    mode: "deterministic",
  },
  {
    hole: "what was thrown is asked for its message",
    file: "src/stream/describe-value.ts",
    wall: /getOwnPropertyDescriptor\(thrown, "message"\)\?\.value/,
    opening: "(thrown as Error).message",
    attempt: "X56-message-is-made-up",
    mode: "deterministic",
  },
  {
    hole: "a stack tells where on the machine the runtime lies",
    file: "src/app/node/compiled-script.ts",
    wall: /filename: "weir-runtime"/,
    opening: "filename: script",
    attempt: "stack: own error, read where the stack ends",
    mode: "deterministic",
  },
  {
    hole: "a function goes on where the stack ended in the runtime",
    file: "src/stream/call-scope.ts",
    wall: /isActing \|\| isOverflow\(error\)/,
    opening: "isActing",
    attempt: "stack: error of an overflow in host code, where the stack ends",
    mode: "deterministic",
  },
  {
    hole: "a column may be called $kind",
    file: "src/stream/field-names.ts",
    wall: /new Set\(\["\$kind", /,
    opening: "new Set([",
    attempt: "I01-count-as-kind",
    mode: "deterministic",
  },
  {
    hole: "names go into generated code as they are",
    file: "src/stream/row-from-object.ts",
    wall: /name: JSON\.stringify\(field\.name\)/,
    opening: "name: `\"${field.name}\"`",
    attempt: "G57-quote-in-a-result",
    mode: "deterministic",
  },
  {
    hole: "the command line reads what the job names",
    file: "src/app/node/input-files.ts",
    wall: /if \(allowed\.length === 0\) throw [^;]*;/,
    opening: "if (allowed.length === 0) return resolve(name);",
    attempt: "C01-read-etc-passwd",
    mode: "deterministic",
  },
  {
    hole: "a sink follows links out of its folder",
    file: "src/hosts/node/inside.ts",
    wall: /if \(!contains\(base, joined\)[^;]*;/,
    opening: "",
    attempt: "C17-symlink",
    mode: "deterministic",
  },
  {
    hole: "rows reach the terminal as they are",
    file: "src/base/one-line.ts",
    wall: /return text\.replace\(unsafe, escaped\);/,
    opening: "return text;",
    attempt: "C12-ansi",
    mode: "deterministic",
  },
  {
    hole: "nothing watches how long a function runs",
    file: "src/hosts/workers/watchdog.ts",
    wall: /functions: 2_000/,
    opening: "functions: 2_000_000",
    attempt: "H01-filter",
    mode: "freeRunning",
  },
  {
    hole: "nothing watches how much a function keeps",
    file: "src/hosts/node/memory-watch.ts",
    wall: /(#look\(\): void \{)/,
    opening: "$1 if (lookEveryMs > 0) return;",
    // On a busy machine the watch over time would be first.
    behind: [{ file: "src/hosts/workers/watchdog.ts", wall: /functions: 2_000/, opening: "functions: 2_000_000" }],
    attempt: "M58-buffers-kept",
    mode: "freeRunning",
  },
];
