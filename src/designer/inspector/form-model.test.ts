import { describe, expect, it } from "vitest";
import { z } from "zod";
import { connectors, operatorDescriptors } from "./testing/all-descriptors.ts";
import { durationText, parseDuration, withValue } from "./config-value.ts";
import { formFields, isChanged, isShown, type FormField } from "./form-model.ts";
import { parseRows, rowInputText } from "./rows-input.tsx";
import { typeProblem } from "./type-input.tsx";

const label = { en: "x", "zh-Hans": "x" };
const schema = z.object({
  name: z.string().meta({ label }),
  size: z.number().default(5).meta({ label, widget: "duration" }),
  on: z.boolean().optional().meta({ label }),
  mode: z.enum(["a", "b"]).meta({ label, when: { field: "on", is: [true] } }),
  part: z.discriminatedUnion("kind", [
    z.object({ kind: z.literal("time"), ms: z.number() }),
    z.object({ kind: z.literal("count"), n: z.number() }),
  ]),
  list: z.array(z.string()),
});

describe("[UI4] generated forms", () => {
  const fields = formFields(schema, {});
  const field = (key: string) => {
    const found = fields.find((candidate) => candidate.key === key);
    if (!found) throw new Error(key);
    return found;
  };

  it("take the widget from the metadata, else from the type", () => {
    expect(fields.map(({ key, widget }) => `${key} ${widget}`)).toEqual([
      "name text",
      "size duration",
      "on boolean",
      "mode select",
      "part group",
      "list json",
    ]);
    expect(field("mode").choices).toEqual(["a", "b"]);
  });

  it("show of a union the fields of the chosen option", () => {
    expect(
      field("part")
        .fields({ kind: "count" })
        .map(({ key }) => key),
    ).toEqual(["kind", "n"]);
    expect(
      field("part")
        .fields({ kind: "time" })
        .map(({ key }) => key),
    ).toEqual(["kind", "ms"]);
    expect(field("part").fields(undefined)[0]?.choices).toEqual(["time", "count"]);
  });

  it("hide a field whose condition does not hold", () => {
    expect(isShown(field("mode"), { on: true })).toBe(true);
    expect(isShown(field("mode"), { on: false })).toBe(false);
  });

  it("mark what is not the default", () => {
    expect(isChanged(field("size"), 5)).toBe(false);
    expect(isChanged(field("size"), 6)).toBe(true);
    expect(isChanged(field("on"), undefined)).toBe(false);
    expect(isChanged(field("on"), false)).toBe(true);
    expect(isChanged(field("name"), "n")).toBe(false);
  });

  it.each([...connectors, ...operatorDescriptors].map((descriptor) => [descriptor.type, descriptor] as const))(
    "have a label in both languages for every field of %s, at any depth, and none of raw JSON",
    (_, descriptor) => {
      for (const { field: each, path } of allFields(formFields(descriptor.config, descriptor.initial))) {
        expect(each.meta?.label, path).toMatchObject({ en: expect.stringMatching(/./), "zh-Hans": expect.stringMatching(/./) });
        expect(each.widget, path).not.toBe("json");
      }
    },
  );

  it("[UI32] of lists and of objects by column show the fields of an element", () => {
    const listed = z.object({
      states: z.array(z.discriminatedUnion("kind", [z.object({ kind: z.literal("a"), x: z.string() }), z.object({ kind: z.literal("b") })])),
      plain: z.array(z.object({ n: z.number() })),
      columns: z.record(z.string(), z.object({ min: z.number() })).meta({ label, widget: "byField" }),
    });
    const shown = formFields(listed, {}).map((each) => [each.widget, each.fields({ kind: "b" }).map(({ key }) => key)]);
    expect(shown).toEqual([["list", ["kind"]], ["list", ["n"]], ["byField", ["min"]]]);
  });
});

/** Every field of a form and of the forms inside it, for each choice of every union. */
function* allFields(fields: readonly FormField[], path = ""): Iterable<{ readonly field: FormField; readonly path: string }> {
  for (const field of fields) {
    const here = path + field.key;
    yield { field, path: here };
    for (const choice of field.optionFields ? field.choices : []) yield* allFields(field.optionFields?.(choice).slice(1) ?? [], `${here} ${choice} `);
    yield* allFields(field.fields(undefined), `${here} `);
  }
}

describe("values of fields", () => {
  it("are replaced without touching the rest", () => {
    const data = { a: 1, b: { c: 2, d: 3 } };
    expect(withValue(data, ["b", "c"], 9)).toEqual({ a: 1, b: { c: 9, d: 3 } });
    expect(withValue(data, ["a"], undefined)).toEqual({ b: { c: 2, d: 3 } });
    expect(data).toEqual({ a: 1, b: { c: 2, d: 3 } });
  });

  it.each([
    [0, "0 ms"],
    [5000, "5 s"],
    [90_000, "90 s"],
    [120_000, "2 min"],
    [1500, "1500 ms"],
    [-300_000, "-5 min"],
  ])("write %d ms as %s and read it back", (milliseconds, text) => {
    expect(durationText(milliseconds)).toBe(text);
    expect(parseDuration(text)).toBe(milliseconds);
  });

  it("refuse what is no duration", () => {
    expect(parseDuration("soon")).toBeUndefined();
    expect(parseDuration("5 parsecs")).toBeUndefined();
    expect(parseDuration("1.5 s")).toBe(1500);
  });

  it("write rows so that they read back, bare text where that is enough", () => {
    for (const row of [["the weir"], ["5"], ["[1]"], ["a", 1], [1], [null], [true], ["null"]])
      expect(parseRows(rowInputText(row))).toEqual([row]);
    expect(rowInputText(["the weir"])).toBe("the weir");
  });

  it("say why a text is no type", () => {
    expect(typeProblem("DECIMAL(10, 2)")).toBeUndefined();
    expect(typeProblem("DECMAL")).toBeTruthy();
  });
});

it("[UI4] a window's function comes before stagger, trigger and evictor", () => {
  const windows = operatorDescriptors.filter(({ category }) => category === "window");
  expect(windows.length).toBeGreaterThan(3);
  for (const { config } of windows) {
    const keys = formFields(config, {}).map(({ key }) => key);
    const firing = keys.filter((key) => ["stagger", "trigger", "timeout", "evictor"].includes(key)).map((key) => keys.indexOf(key));
    expect(keys.indexOf("function")).toBeLessThan(Math.min(...firing));
  }
});

it("[UI4] a field that shows under a condition is never missed while it is hidden", () => {
  const fieldsIn = (fields: readonly FormField[]): readonly FormField[] => fields.flatMap((each) => [each, ...fieldsIn(each.fields(undefined))]);
  const conditional = [...operatorDescriptors, ...connectors].flatMap(({ type, config }) =>
    fieldsIn(formFields(config, {})).filter(({ meta }) => meta?.when !== undefined).map((field) => ({ type, field })),
  );
  expect(conditional.map(({ type, field }) => `${type} ${field.key}`)).toEqual(expect.arrayContaining(["session-window gap", "assign-timestamps delayMs"]));
  expect(conditional.filter(({ field }) => !field.optional && field.default === undefined)).toEqual([]);
});

it("[WN3] a session window shows the gap that counts", () => {
  const session = operatorDescriptors.find(({ type }) => type === "session-window");
  const gap = session && formFields(session.config, {}).find(({ key }) => key === "gap");
  expect(gap && [isShown(gap, {}), isShown(gap, { dynamicGap: "row.gap" })]).toEqual([true, false]);
});
