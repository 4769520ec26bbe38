import { closeSync, mkdirSync, openSync, readFileSync, readSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/**
 * The control: an engine without any wall, as one would write it who trusts every job. It runs the same jobs from the same command line, and
 * the same attempts succeed on it: so the harness can see success. Functions are plain, classes are open, names go into generated code
 * as they are, paths are taken by their word, and whatever falls, falls.
 */
type Row = Record<string, unknown>;
type Collect = ((row: Row) => void) & Record<string, unknown>;
type Guest = (...args: readonly unknown[]) => unknown;

interface Field {
  readonly name: string;
  readonly type: string;
}
interface Operator {
  readonly id: string;
  readonly type: string;
  readonly name: string;
  readonly config: Readonly<Record<string, never>>;
}
interface Job {
  readonly operators: readonly Operator[];
  readonly edges: readonly { readonly from: { operator: string }; readonly to: { operator: string }; readonly partitioner?: { readonly function?: string } }[];
}

const [command, file, , output = "out"] = process.argv.slice(2);
const text = readFileSync(file ?? "", "utf8");
const job = JSON.parse(text) as Job;
const kinds = ["+I", "-U", "+U", "-D"];

/** Text into a function, an expression or a body. */
function plain(source: string, ...parameters: string[]): Guest {
  try {
    return new Function(...parameters, `return (\n${source}\n)`) as Guest;
  } catch {
    return new Function(...parameters, source) as Guest;
  }
}

class Decimal {
  unscaled: unknown;
  scale: unknown;
  constructor(unscaled: unknown, scale: unknown) {
    this.unscaled = unscaled;
    this.scale = scale;
  }
  static is = (value: unknown): boolean => value instanceof Decimal;
  static parse = (value: string): Decimal => new Decimal(BigInt(value.replace(".", "").replace(/e.*/, "")), 2);
  toString(): string {
    return String(this.unscaled).replace(/(..)$/, ".$1");
  }
}
class PreciseTimestamp {
  ms: unknown;
  constructor(ms: unknown) {
    this.ms = ms;
  }
  toString(): string {
    return String(this.ms);
  }
}
class Nested {
  x = 1;
}
class WrongValue extends Error {}

/** A value of a column, barely looked at. */
function taken(type: string, value: unknown): unknown {
  if (value === undefined || value === null) return null;
  if (type.startsWith("DECIMAL")) return Decimal.is(value) ? value : Decimal.parse(String(value));
  if (type.startsWith("TIMESTAMP")) return value instanceof PreciseTimestamp ? value : new PreciseTimestamp(value);
  if (type.startsWith("ROW")) return Object.assign(new Nested(), value);
  if (type === "STRING" && typeof value === "object" && Object.keys(value).length === 0) throw new WrongValue("not a STRING");
  return value;
}

/** Rows of a schema get a class of generated code, with the names as they stand. */
function rowMaker(fields: readonly Field[]): (value: Row) => Row {
  const set = fields.map(({ name }, at) => `row["${name}"] = taken(types[${at}], value["${name}"]);`).join("\n");
  const make = new Function("taken", "types", "Row", `return (value) => { const row = new Row(); ${set} return row }`) as (...parts: unknown[]) => (value: Row) => Row;
  return make(taken, fields.map(({ type }) => type), class RowOfJob {});
}

const shown = (row: Row): string => {
  const names = Object.keys(row).filter((name) => name !== "$kind");
  return `${kinds[(row["$kind"] as number | undefined) ?? 0]}[${names.map((name) => String(row[name])).join(", ")}]`;
};

function connected(id: string): (row: Row) => void {
  const next = job.edges.filter(({ from }) => from.operator === id).map(({ to, partitioner }) => {
    const operator = job.operators.find((each) => each.id === to.operator) as Operator;
    const partition = partitioner?.function === undefined ? undefined : plain(partitioner.function, "key", "numPartitions");
    const receive = receiver(operator);
    return (row: Row): void => {
      partition?.(row, 1);
      receive(row);
    };
  });
  return (row) => next.forEach((receive) => receive(row));
}

const say = (line: string): boolean => process.stdout.write(`${line}\n`);
const note = (line: unknown): boolean => process.stderr.write(`${String(line)}\n`);
const atEnd: (() => void)[] = [];

function receiver({ id, type, config }: Operator): (row: Row) => void {
  const send = connected(id);
  const schema = config["fields"] as unknown as readonly Field[] | undefined;
  const make = schema === undefined ? (row: Row): Row => row : rowMaker(schema);
  const collect = ((row: Row) => send(make(row))) as Collect;
  const source = String(config["function"] ?? "");
  switch (type) {
    case "map": {
      const guest = plain(source, "row");
      return (row) => collect(guest(row) as Row);
    }
    case "filter": {
      const guest = plain(source, "row");
      return (row) => guest(row) && send(row);
    }
    case "flat-map": {
      const guest = plain(source, "row", "collect");
      return (row) => void guest(row, collect);
    }
    case "assign-timestamps": {
      const guest = plain(source, "row");
      return (row) => {
        guest(row);
        send(row);
      };
    }
    case "process": {
      const guest = plain(String(config["processElement"]), "row", "ctx", "collect");
      const ctx = { state: openStates(config["states"] as unknown as readonly Field[]), log: note, random: Math.random, output: () => undefined, now: Date.now };
      return (row) => void guest(row, ctx, collect);
    }
    case "count": {
      const counts = new Map<unknown, number>();
      const as = String(config["as"]);
      return (row) => {
        const count = (counts.get(row["word"]) ?? 0) + 1;
        counts.set(row["word"], count);
        send(Object.assign(Object.create(Object.getPrototypeOf(row)), row, { [as]: count }));
      };
    }
    case "table":
    case "print":
      return (row) => void say(shown(row));
    case "file-sink":
      return fileSink(String(config["path"]));
    default:
      return send;
  }
}

function fileSink(path: string): (row: Row) => void {
  const lines: string[] = [];
  const place = join(output, path, "part-0");
  atEnd.push(() => {
    mkdirSync(dirname(place), { recursive: true });
    writeFileSync(place, lines.join("\n"));
  });
  return (row) => void lines.push(Object.values(row).join(","));
}

/** States that hand out what they hold. */
function openStates(declared: readonly Field[] = []): object {
  const states = declared.map(({ name }) => {
    let value: unknown;
    const list: unknown[] = [];
    const map = new Map<unknown, unknown>();
    const handle = {
      value: () => value,
      update: (next: unknown) => void (value = next),
      add: (next: unknown) => void list.push(next),
      get: (key?: unknown) => (key === undefined ? list : map.get(key)),
      put: (key: unknown, next: unknown) => void map.set(key, next),
      entries: () => [...map].map(([key, next]) => ({ getKey: () => key, getValue: () => next })),
    };
    return [name, handle] as const;
  });
  return Object.fromEntries(states);
}

/** Everything of a file, however much it is. */
function everythingOf(path: string): string {
  const parts: Buffer[] = [];
  const descriptor = openSync(path, "r");
  for (;;) {
    const part = Buffer.alloc(1 << 20);
    const read = readSync(descriptor, part);
    if (read === 0) break;
    parts.push(part.subarray(0, read));
  }
  closeSync(descriptor);
  return Buffer.concat(parts).toString("utf8");
}

function runSource({ id, type, config }: Operator): void {
  const send = connected(id);
  const fields = config["fields"] as unknown as readonly Field[];
  const make = rowMaker(fields);
  if (type === "values" || type === "datagen") {
    const rows = (config["rows"] ?? [["generated"]]) as unknown as readonly (readonly unknown[])[];
    do for (const row of rows) send(make(Object.fromEntries(fields.map(({ name }, at) => [name, row[at]]))));
    while (config["repeat"]);
  }
  if (type !== "file-source") return;
  for (const path of config["files"] as unknown as readonly string[]) {
    for (const line of everythingOf(path).split("\n")) send(make({ [fields[0]?.name ?? ""]: line }));
  }
}

/** Looks at every text of a document as if it were short. */
function validate(): void {
  for (const { config } of job.operators) {
    for (const value of Object.values(config)) if (typeof value === "string") plain(value, "row");
  }
}

try {
  if (command === "validate") validate();
  else for (const operator of job.operators) if (/^(?:values|datagen|file-source)$/.test(operator.type)) runSource(operator);
} catch (error) {
  if (command === "validate") throw error;
  note(`FAILED: ${(error as Error).message.slice(0, 1e9)}`);
  process.exitCode = 1;
}
for (const end of atEnd) end();
