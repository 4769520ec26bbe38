import { describe, expect, it } from "vitest";
import { placeOfSpeed, shiftSpeed, speedAtPlace, speedTicks } from "./speed.ts";

describe("speed track", () => {
  it("[PX12] is logarithmic from 1/1000 to max with ticks at equal distances", () => {
    expect(speedTicks.map(placeOfSpeed)).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1].map((place) => expect.closeTo(place)));
    expect(speedTicks.map((speed) => speedAtPlace(placeOfSpeed(speed)))).toEqual(
      [...speedTicks].map((speed) => (speed === Infinity ? speed : expect.closeTo(speed))),
    );
  });

  it("moves in steps of 1, 2, 5 and ends at both ends", () => {
    expect(shiftSpeed(0.1, 1)).toBeCloseTo(0.2);
    expect(shiftSpeed(0.1, -1)).toBeCloseTo(0.05);
    expect(shiftSpeed(10, 1)).toBe(Infinity);
    expect(shiftSpeed(Infinity, 1)).toBe(Infinity);
    expect(shiftSpeed(Infinity, -1)).toBe(10);
    expect(shiftSpeed(0.001, -1)).toBe(0.001);
  });
});
