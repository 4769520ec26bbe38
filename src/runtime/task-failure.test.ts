import { expect, it } from "vitest";
import { FunctionError } from "../expression/function-source.ts";
import { OperatorError, taskFailure } from "./task-failure.ts";

it("[SB20] a failure says which operator, which field and line, and which record", () => {
  const error = new OperatorError("map", "(a, 1)", new FunctionError("TypeError: x", { field: "function", line: 2, column: 5 }));
  expect(taskFailure(error)).toEqual({ message: "TypeError: x", operatorName: "map", record: "(a, 1)", field: "function", line: 2 });
});

it("[SB20] a failure is plain data, whatever was thrown, and nothing of it is believed but the message", () => {
  const spoofed = Object.assign(new Error("<b>spoofed</b>"), { field: "f".repeat(1000), line: Number.NaN, name: "OperatorError", operatorName: "x" });
  expect(taskFailure(spoofed)).toEqual({ message: "<b>spoofed</b>" });
  const hostile = Object.defineProperties(new Error("x"), { message: { value: () => 1 }, stack: { value: () => 1 } });
  expect(structuredClone(taskFailure(hostile))).toEqual({ message: "Error" });
  const endless = (): object => new Proxy({}, { getPrototypeOf: endless });
  expect(taskFailure(endless())).toEqual({ message: "thrown object" });
  expect(taskFailure(new OperatorError("map", undefined, endless()))).toEqual({ message: "thrown object", operatorName: "map" });
});

it("[SB20] a failure has a limited length", () => {
  const { message, record } = taskFailure(new OperatorError("map", "r".repeat(1e6), new Error("y".repeat(4e8))));
  expect(message).toBe("a text of 400000000 characters");
  expect(record).toBe("a text of 1000000 characters");
});
