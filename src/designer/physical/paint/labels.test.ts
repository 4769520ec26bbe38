import { describe, expect, it } from "vitest";
import { fitWidths, stepsThatFit } from "./chain-strip.ts";
import { LabelSpace, rectOf } from "./label-space.ts";

describe("names of chained operators", () => {
  it("keep their full width while there is room, else the widest give way first", () => {
    expect(fitWidths([30, 20, 10], 80)).toEqual([30, 20, 10]);
    expect(fitWidths([100, 20, 10], 80)).toEqual([50, 20, 10]);
    expect(fitWidths([100, 90, 10], 80)).toEqual([35, 35, 10]);
    expect(fitWidths([50, 50], 60)).toEqual([30, 30]);
  });

  it("of a long chain the first ones and the last one are named, and how many are between", () => {
    expect(stepsThatFit(["a", "b", "c"], 140)).toEqual(["a", "b", "c"]);
    expect(stepsThatFit(["a", "b", "c", "d", "e", "f"], 140)).toEqual(["a", "b", "+3", "f"]);
  });
});

describe("free-standing labels", () => {
  it("never stand on each other: who comes first has the place", () => {
    const space = new LabelSpace([{ left: 0, top: 0, right: 10, bottom: 10 }]);
    expect(space.claim({ left: 9, top: 9, right: 20, bottom: 20 })).toBe(false);
    expect(space.claim({ left: 10, top: 0, right: 20, bottom: 10 })).toBe(true);
    expect(space.claim({ left: 15, top: 5, right: 30, bottom: 15 })).toBe(false);
  });

  it("right-aligned text lies left of its anchor", () => {
    const block = { at: { x: 100, y: 50 }, width: 40, lines: 2, lineHeight: 15 } as const;
    expect(rectOf({ ...block, align: "right" })).toEqual({ left: 60, top: 40, right: 100, bottom: 70 });
    expect(rectOf({ ...block, align: "left" })).toEqual({ left: 100, top: 40, right: 140, bottom: 70 });
  });
});
