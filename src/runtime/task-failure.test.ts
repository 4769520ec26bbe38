import { expect, it } from "vitest";
import { FunctionError } from "../expression/function-source.ts";
import { toOperatorIndex } from "../stream/indices.ts";
import { FileError } from "./format.ts";
import { errorOf, failureDetail, failureText, OperatorError, taskFailure, TaskLimitError } from "./task-failure.ts";

const map = { index: toOperatorIndex(3), name: "map" };

it("[SB20] a failure says which operator, which field and line, and which record", () => {
  const error = new OperatorError(map, { text: "(a, 1)", row: '["a",1]' }, new FunctionError("TypeError: x", { field: "function", line: 2, column: 5 }));
  expect(taskFailure(error)).toEqual({
    message: "TypeError: x",
    operator: 3,
    operatorName: "map",
    record: "(a, 1)",
    row: '["a",1]',
    field: "function",
    line: 2,
    column: 5,
  });
});

it("[SB20] a failure is plain data, whatever was thrown, and nothing of it is believed but the message", () => {
  const spoofed = Object.assign(new Error("<b>spoofed</b>"), { field: "f".repeat(1000), line: Number.NaN, name: "OperatorError", operatorName: "x" });
  expect(taskFailure(spoofed)).toEqual({ message: "<b>spoofed</b>" });
  const hostile = Object.defineProperties(new Error("x"), { message: { value: () => 1 }, stack: { value: () => 1 } });
  expect(structuredClone(taskFailure(hostile))).toEqual({ message: "Error" });
  const endless = (): object => new Proxy({}, { getPrototypeOf: endless });
  expect(taskFailure(endless())).toEqual({ message: "thrown object" });
  expect(taskFailure(new OperatorError(map, undefined, endless()))).toEqual({ message: "thrown object", operator: 3, operatorName: "map" });
});

it("[UI82] a malformed record of a file has its place there, and the one line says it too", () => {
  const place = { name: "orders.csv", line: 3, text: "x".repeat(3000) };
  const failure = taskFailure(errorOf(map, new FileError("orders.csv, line 3, byte 40: field n: no number", place, undefined)));
  expect(failure.file).toEqual({ ...place, text: `${"x".repeat(2000)}…` });
  expect(failureText(failure)).toBe("map: orders.csv, line 3, byte 40: field n: no number");
  expect(failureDetail(failure)).toEqual({ message: failure.message, operator: 3, file: failure.file });
});

it("[UI82] the innermost operator is the one that failed, and a task that did too much of something has none", () => {
  const inner = errorOf(map, new Error("x"));
  expect(errorOf({ index: toOperatorIndex(0), name: "source" }, inner)).toBe(inner);
  const limit = new TaskLimitError("one step made more than a million log events");
  expect(taskFailure(errorOf(map, limit))).toEqual({ message: limit.message });
});

it("[SB20] a failure has a limited length", () => {
  const { message, record } = taskFailure(new OperatorError(map, { text: "r".repeat(1e6) }, new Error("y".repeat(4e8))));
  expect(message).toBe("a text of 400000000 characters");
  expect(record).toBe("a text of 1000000 characters");
});
