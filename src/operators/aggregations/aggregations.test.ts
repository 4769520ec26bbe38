import { expect, test } from "vitest";
import { verifyOperator } from "../../runtime/testing/verify-operator.ts";
import { schemaOf } from "../../stream/logical-type-text.ts";
import { max, sum } from "./descriptor.ts";
import { maxByFactory, maxFactory, minByFactory, minFactory, sumFactory } from "./operator.ts";

const schema = schemaOf([
  { name: "key", type: "STRING" },
  { name: "n", type: "INT" },
  { name: "note", type: "STRING" },
]);
const given = { inputSchemas: [schema], keys: [["key"]], outputSchema: schema };
const input = "a,3,x@1 b,9,y@2 a,1,z@3 a,3,u@4 a,2147483647,v@5 W9";

test("[WN14] [WN16] sum keeps the first row of the key with the field summed, wrapping as int does", () => {
  verifyOperator({
    ...given,
    factory: sumFactory,
    config: { field: "n" },
    input,
    output: "a,3,x@1 b,9,y@2 a,4,x@3 a,7,x@4 a,-2147483642,x@5 W9",
  });
});

test("[WN14] min and max replace the field of the first row", () => {
  verifyOperator({
    ...given,
    factory: minFactory,
    config: { field: "n" },
    input,
    output: "a,3,x@1 b,9,y@2 a,1,x@3 a,1,x@4 a,1,x@5 W9",
  });
  verifyOperator({
    ...given,
    factory: maxFactory,
    config: { field: "n" },
    input,
    output: "a,3,x@1 b,9,y@2 a,3,x@3 a,3,x@4 a,2147483647,x@5 W9",
  });
});

test("[WN14] minBy and maxBy keep whole rows, on ties the first or the last", () => {
  const ties = "a,3,x@1 a,3,y@2 a,5,z@3 a,1,u@4 a,1,v@5";
  verifyOperator({
    ...given,
    factory: maxByFactory,
    config: { field: "n", first: true },
    input: ties,
    output: "a,3,x@1 a,3,x@2 a,5,z@3 a,5,z@4 a,5,z@5",
  });
  verifyOperator({
    ...given,
    factory: minByFactory,
    config: { field: "n", first: false },
    input: ties,
    output: "a,3,x@1 a,3,y@2 a,3,y@3 a,1,u@4 a,1,v@5",
  });
});

test("[WN14] a field that is not there, or cannot be summed, is said before the job runs", () => {
  const inputs = { in: { schema, key: ["key"] } };
  expect(sum.infer({ field: "m" }, inputs).diagnostics[0]?.code).toBe("operator.field-unknown");
  expect(sum.infer({ field: "note" }, inputs).diagnostics[0]?.code).toBe("operator.field-type");
  expect(max.infer({ field: "note" }, inputs).diagnostics).toEqual([]);
});
