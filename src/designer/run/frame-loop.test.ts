import { afterEach, expect, test, vi } from "vitest";
import { FrameLoop } from "./frame-loop.ts";

afterEach(() => vi.unstubAllGlobals());

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
  loop.add(() => calls.push("sound"));
  frame(0);
  frame(16);
  expect(calls).toEqual(["failing", "sound", "sound"]);
  expect(failures.map(String)).toEqual(["Error: no ink"]);
});
