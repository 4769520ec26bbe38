import { describe, expect, it } from "vitest";
import { checkFunctions } from "../../graph/check-functions.ts";
import { findProblems } from "../../graph/find-problems.ts";
import { schemaOf } from "../../stream/logical-type-text.ts";
import { editCatalog, editDocument } from "../document/testing/edit-catalog.ts";
import { diagnosticsAt, inputOf, rowsOf } from "./field-props.ts";

const orders = schemaOf([{ name: "id", type: "BIGINT" }]);
const users = schemaOf([{ name: "user", type: "BIGINT" }]);

it("[UI19] a problem at a field of a form is mended as the analysis found it, however deep the field lies", () => {
  const found = { severity: "error", code: "operator.field-unknown", message: "", operator: "max", field: "function.field" } as const;
  const [below] = diagnosticsAt([found], "function");
  const [own] = diagnosticsAt(below ? [below] : [], "field");
  expect([below?.field, own?.field]).toEqual(["field", ""]);
  expect([below?.found, own?.found]).toEqual([found, found]);
});

describe("[GR75] an operator with several inputs", () => {
  it("offers the fields of the input that a form field is about", () => {
    expect(inputOf({ orders, users }, "users")).toBe(users);
    expect(inputOf({ orders, users }, undefined)).toBe(orders);
    expect(inputOf({ orders }, "users")).toBeUndefined();
  });

  it("says what each parameter of a function holds, those of one input together", () => {
    const rows = { left: "orders", last: "orders", right: "users", later: "gone" };
    expect(rowsOf(rows, { orders, users })).toEqual([{ parameters: "left, last", schema: orders }, { parameters: "right", schema: users }]);
  });

  it("has each parameter's fields checked against its own input", () => {
    const document = editDocument();
    const { schemas } = findProblems(document, editCatalog);
    const join = { id: "join", type: "join", name: "join", config: { function: "row.id" } };
    const problemsWith = (inputs: Readonly<Record<string, typeof orders>>): readonly string[] => {
      const known = Object.fromEntries(Object.entries(inputs).map(([port, schema]) => [port, { schema, key: undefined }]));
      return checkFunctions({ ...document, operators: [join], edges: [] }, editCatalog, { ...schemas, inputs: new Map([["join", known]]) })
        .map(({ code }) => code);
    };
    expect(problemsWith({ left: orders, right: users })).toEqual([]);
    expect(problemsWith({ right: orders, left: users })).toHaveLength(1);
    expect(problemsWith({ right: orders })).toEqual([]);
  });
});
