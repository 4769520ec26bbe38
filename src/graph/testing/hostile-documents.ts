/** A document that is made to stop whoever opens it. */
export interface HostileDocument {
  readonly name: string;
  /** Its text: made when it is asked for, since some are large. */
  text(): string;
  /** Code of the finding that refuses it; undefined when it is taken and can be worked with. */
  readonly refusal: string | undefined;
}

const words = [["weir", 1], ["water", 2], ["gate", 3]];
const fields = [{ name: "word", type: "STRING" }, { name: "n", type: "INT" }];

type Part = Readonly<Record<string, unknown>>;

const values = (config: Part = {}): Part =>
  ({ id: "src", type: "values", name: "src", config: { fields, rows: words, repeat: false, intervalMs: 0, ...config } });
const print: Part = { id: "print", type: "print", name: "print", config: {} };
const edge = (id: string, from: string, to: string, more: Part = {}): Part =>
  ({ id, from: { operator: from, port: "out" }, to: { operator: to, port: "in" }, ...more });

/** A job of `operators` in a row, with `more` beside them. */
function row(operators: readonly Part[], more: Part = {}): Part {
  const ids = operators.map(({ id }) => String(id));
  const edges = ids.slice(1).map((id, at) => edge(`e${at}`, ids[at] ?? "", id));
  return { format: "weir.job/1", name: "hostile", config: { "restart-strategy.type": "none" }, operators, edges, ...more };
}

const json = (job: Part): string => JSON.stringify(job);
const mapped = (source: string): string =>
  json(row([values(), { id: "map", type: "map", name: "map", config: { function: source, fields } }, print]));
const typed = (type: string, rows: readonly unknown[] = []): string => json(row([values({ fields: [{ name: "x", type }], rows }), print]));
const many = <Item>(count: number, make: (at: number) => Item): Item[] => Array.from({ length: count }, (_, at) => make(at));
const tooLarge = "document.too-large";
const decimals = many(1000, () => ["1e99999"]);

/** Every kind of document that once froze or blanked the page, and more of its kind. */
export const hostileDocuments: readonly HostileDocument[] = [
  { name: "a type of 20,000 arrays", text: () => typed(`${"ARRAY<".repeat(20_000)}INT${">".repeat(20_000)}`), refusal: tooLarge },
  { name: "a type of 7,000 arrays", text: () => typed(`${"ARRAY<".repeat(7000)}INT${">".repeat(7000)}`), refusal: "operator.type" },
  { name: "a type of 5,000 arrays written behind", text: () => typed(`INT${" ARRAY".repeat(5000)}`), refusal: "operator.type" },
  { name: "JSON nested 200,000 deep", text: () => `{"format":"weir.job/1","x":${"[".repeat(200_000)}${"]".repeat(200_000)}}`, refusal: tooLarge },
  { name: "JSON of 200,000 open objects", text: () => `{"format":"weir.job/1","x":${'{"a":'.repeat(200_000)}`, refusal: tooLarge },
  {
    name: "2,000 filters in a row",
    text: () => json(row([values(), ...many(2000, (at) => ({ id: `f${at}`, type: "filter", name: `f${at}`, config: { function: "true" } })), print])),
    refusal: tooLarge,
  },
  {
    name: "990 filters in a row",
    text: () => json(row([values(), ...many(990, (at) => ({ id: `f${at}`, type: "filter", name: `f${at}`, config: { function: "true" } })), print])),
    refusal: undefined,
  },
  {
    name: "100,000 notes",
    text: () => json(row([values(), print], { layout: { positions: {}, notes: many(100_000, (at) => ({ id: `n${at}`, x: at, y: 0, text: "note" })) } })),
    refusal: tooLarge,
  },
  {
    name: "100,000 columns",
    text: () => json(row([values({ fields: many(100_000, (at) => ({ name: `c${at}`, type: "INT" })), rows: [] }), print])),
    refusal: tooLarge,
  },
  { name: "1,000,000 rows", text: () => json(row([values({ rows: many(1_000_000, () => ["a", 1]) }), print])), refusal: tooLarge },
  { name: "50,000 fields in a ROW", text: () => typed(`ROW<${many(50_000, (at) => `f${at} INT`).join(", ")}>`), refusal: tooLarge },
  { name: "4,000 fields in a ROW", text: () => typed(`ROW<${many(4000, (at) => `f${at} INT`).join(", ")}>`), refusal: "operator.type" },
  { name: "a function of 50,000 short lines", text: () => mapped(`${"a;\n".repeat(50_000)}return row`), refusal: tooLarge },
  { name: "a function of 16,000 short lines", text: () => mapped(`${"a;\n".repeat(16_000)}return row`), refusal: "function.free-name" },
  { name: "a function of 20,000 member accesses", text: () => mapped(`row${".a".repeat(20_000)}`), refusal: "function.too-deep" },
  { name: "a function of 20,000 terms", text: () => mapped(`1${"+1".repeat(20_000)}`), refusal: "function.too-deep" },
  { name: "a function of 20,000 arrays", text: () => mapped("[".repeat(20_000) + "]".repeat(20_000)), refusal: "function.too-deep" },
  { name: "a function of a pattern of 20,000 groups", text: () => mapped(`/${"(".repeat(20_000)}${")".repeat(20_000)}/`), refusal: "function.too-deep" },
  { name: "a function of 40,000 negations", text: () => mapped(`${"!".repeat(40_000)}row`), refusal: "function.too-deep" },
  { name: "a function of 9,000 arrows", text: () => mapped(`${"a=>".repeat(9000)}1`), refusal: "function.too-deep" },
  { name: "a function of 9,000 functions", text: () => mapped(`return [${"()=>1,".repeat(8000)}]`), refusal: undefined },
  { name: "a name of 5 MB", text: () => json({ ...row([values(), print]), name: "n".repeat(5_000_000) }), refusal: tooLarge },
  { name: "a column's name of 5 MB", text: () => json(row([values({ fields: [{ name: "n".repeat(5_000_000), type: "INT" }] }), print])), refusal: tooLarge },
  { name: "a DOUBLE of 400,000 digits and an x", text: () => typed("DOUBLE", [[`${"1".repeat(400_000)}x`]]), refusal: tooLarge },
  { name: "a DOUBLE of 90,000 digits and an x", text: () => typed("DOUBLE", [[`${"1".repeat(90_000)}x`]]), refusal: "values.row-value" },
  { name: "a number of 400,000 digits", text: () => typed("DOUBLE", []).replace('"rows":[]', `"rows":[[${"1".repeat(400_000)}]]`), refusal: tooLarge },
  { name: "1,000 DECIMAL cells of 1e99999", text: () => typed("DECIMAL(10, 2)", decimals), refusal: "values.row-value" },
  {
    name: "30 sources of 1,000 DECIMAL cells of 1e99999",
    text: () => {
      const sources = many(30, (at) => ({ ...values({ fields: [{ name: "x", type: "DECIMAL(10, 2)" }], rows: decimals }), id: `s${at}` }));
      const edges = sources.map(({ id }) => edge(`e ${id}`, id, "print"));
      return json({ ...row([...sources, print]), edges });
    },
    refusal: "values.row-value",
  },
  {
    name: "200,000 unknown keys",
    text: () => json({ ...row([values(), print]), ...Object.fromEntries(many(200_000, (at) => [`k${at}`, 0] as const)) }),
    refusal: tooLarge,
  },
  {
    name: "900 unknown keys in each of 500 operators",
    text: () => {
      const unknown = Object.fromEntries(many(900, (at) => [`k${at}`, 0] as const));
      return json(row([values(), ...many(500, (at) => ({ ...unknown, id: `f${at}`, type: "filter", name: "f", config: { function: "true" } })), print]));
    },
    refusal: undefined,
  },
  {
    name: "parallelism 2,000, all to all",
    text: () => {
      const count = { id: "count", type: "count", name: "count", parallelism: 2000, config: { as: "c" } };
      return json({
        ...row([{ ...values(), parallelism: 2000 }, count, print]),
        edges: [edge("e1", "src", "count", { partitioner: { type: "hash", key: ["word"] } }), edge("e2", "count", "print")],
      });
    },
    refusal: "job.too-large",
  },
  {
    name: "unions of unions",
    text: () => {
      const unions = many(40, (at) => ({ id: `u${at}`, type: "union", name: "u", config: {} }));
      const edges = unions.flatMap(({ id }, at) => ["a", "b"].map((twin) => edge(`${twin}${at}`, at === 0 ? "src" : `u${at - 1}`, id)));
      return json({ ...row([values(), ...unions, print]), edges: [...edges, edge("end", "src", "print")] });
    },
    refusal: "job.too-many-edges",
  },
  {
    name: "ids that every object has",
    text: () => {
      const source = json(row([{ ...values(), id: "I_D" }, { ...print, id: "toString" }]));
      return source.replaceAll("I_D", "__proto__");
    },
    refusal: "document.reserved-name",
  },
  {
    name: "places at the end of the world",
    text: () => json(row([values(), print], { layout: { positions: { src: { x: 1e308, y: -1e308 }, print: { x: 1e300, y: 0 } } } })),
    refusal: "document.invalid",
  },
  {
    name: "a window that slides by a millisecond for ever",
    text: () => {
      const window = {
        id: "w", type: "sliding-window", name: "w",
        config: { time: "processing", size: 1e15, slide: 1, function: { type: "aggregate", aggregates: [{ kind: "count", as: "c" }] } },
      };
      const edges = [edge("e1", "src", "w", { partitioner: { type: "hash", key: ["word"] } }), edge("e2", "w", "print")];
      return json({ ...row([values(), window, print]), edges });
    },
    refusal: "window.overlap",
  },
  {
    name: "a run of infinite times",
    text: () => json(row([values(), print], { run: { mode: "deterministic", seed: 2 ** 53, speed: 1e308, serviceTimeMs: 1e308, channelCapacity: 2 ** 40 } })),
    refusal: "document.invalid",
  },
  {
    name: "generated texts of a terabyte",
    text: () => json(row([
      { id: "src", type: "datagen", name: "g", config: { rowsPerSecond: 1, fields: [{ name: "s", type: "STRING" }], options: { s: { length: 2 ** 40 } } } },
      print,
    ])),
    refusal: "datagen.options",
  },
  {
    name: "500 errors with long names",
    text: () => json(row(many(500, (at) => ({ id: `o${at}`, type: "x".repeat(900), name: "y".repeat(900), config: {} })))),
    refusal: "operator.unknown-type",
  },
];
