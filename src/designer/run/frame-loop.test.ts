import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { FrameLoop } from "./frame-loop.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test("[UI65] a listener that throws in a frame is told of and called no more; the others go on", () => {
  let frame: (wall: number) => void = () => {};
  vi.stubGlobal("requestAnimationFrame", (callback: (wall: number) => void) => {
    frame = callback;
    return 1;
  });
  const loop = new FrameLoop();
  const [calls, failures]: [string[], unknown[]] = [[], []];
  loop.add(() => {
    calls.push("failing");
    throw new Error("no ink");
  }, (thrown) => failures.push(thrown));
  loop.add(() => void calls.push("sound"));
  frame(0);
  frame(16);
  expect(calls).toEqual(["failing", "sound", "sound"]);
  expect(failures.map(String)).toEqual(["Error: no ink"]);
});

const frameMs = 16;

/** Frames that come within `ms`. */
function framesIn(ms: number, seen: { frames: number }): number {
  const before = seen.frames;
  vi.advanceTimersByTime(ms);
  return seen.frames - before;
}

test("[PX13] where nothing moves the frames rest; motion, or word of a change, has them back at once", () => {
  vi.stubGlobal("requestAnimationFrame", (frame: (wall: number) => void) => setTimeout(() => frame(Date.now()), frameMs));
  vi.stubGlobal("cancelAnimationFrame", (handle: ReturnType<typeof setTimeout>) => clearTimeout(handle));
  const loop = new FrameLoop();
  const seen = { frames: 0, moves: true };
  const stop = loop.add(() => {
    seen.frames++;
    return seen.moves;
  });
  expect(framesIn(2000, seen)).toBeGreaterThan(100);
  seen.moves = false;
  vi.advanceTimersByTime(1000);
  expect(framesIn(2000, seen)).toBeLessThanOrEqual(8);
  expect(loop.resting).toBe(true);

  // Nobody said that it moves: it is seen at the next look.
  seen.moves = true;
  vi.advanceTimersByTime(300);
  expect(framesIn(1000, seen)).toBeGreaterThan(50);
  seen.moves = false;
  vi.advanceTimersByTime(1000);
  loop.wake();
  expect(framesIn(frameMs, seen)).toBe(1);

  vi.advanceTimersByTime(1000);
  stop();
  expect(framesIn(2000, seen)).toBe(0);
});
