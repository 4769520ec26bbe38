import { expect, test } from "vitest";
import { stateText } from "./state-text.ts";

test("[UI152] a list that is too long to be shown says how many it has, and its newest elements", () => {
  const rows = Array.from({ length: 12 }, (_, index) => ({ car: 44, kmh: 90 + index, metres: index * 25 }));
  expect(stateText("list", rows.slice(0, 2))).toBe("[(car=44, kmh=90, metres=0), (car=44, kmh=91, metres=25)]");
  expect(stateText("list", rows)).toBe(
    "[12: …, (car=44, kmh=99, metres=225), (car=44, kmh=100, metres=250), (car=44, kmh=101, metres=275)]",
  );
  expect(stateText("list", Array.from({ length: 25 }, (_, index) => index % 10))).toMatch(/^\[25: …, (\d, )+4\]$/);
  for (const longest of [["x".repeat(500)], ["a", "x".repeat(500)], rows, [...rows, "x".repeat(110)]]) {
    expect(stateText("list", longest).length).toBeLessThanOrEqual(120);
  }
});

test("[UI152] what is no list is cut at its end", () => {
  expect(stateText("value", [1, 2, 3])).toBe("[1, 2, 3]");
  expect(stateText("value", "x".repeat(121))).toBe(`${"x".repeat(119)}…`);
});
