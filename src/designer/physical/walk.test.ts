import { describe, expect, it } from "vitest";
import { toChannelIndex, toTaskIndex } from "../../stream/indices.ts";
import { sampleHeader } from "../../observe/testing/sample-log.ts";
import { layoutOf } from "./layout.ts";
import { nearestSubtask, walk } from "./walk.ts";
import type { ChannelIndex } from "../../stream/indices.ts";
import type { PhysicalSpot } from "./walk.ts";

const { topology } = sampleHeader({ sources: 3, counts: 2 });
const layout = layoutOf(topology);
const subtask = (index: number): PhysicalSpot => ({ kind: "subtask", subtask: toTaskIndex(index) });
const channel = (index: number): PhysicalSpot => ({ kind: "channel", channel: toChannelIndex(index) });
const go = (spot: PhysicalSpot | undefined, direction: Parameters<typeof walk>[3]): PhysicalSpot | undefined =>
  spot && walk(topology, layout, spot, direction);

describe("walking the running job by keyboard", () => {
  it("[PX18] goes from a subtask over a channel to the next subtask, and back", () => {
    const out = go(subtask(0), "right");
    expect(out).toEqual(channel(0));
    expect(go(out, "right")).toEqual(subtask(3));
    expect(go(go(subtask(3), "right"), "right")).toEqual(subtask(5));
    expect(go(go(subtask(5), "left"), "left")).toEqual(subtask(3));
    expect(go(subtask(0), "left")).toBeUndefined();
    expect(go(subtask(6), "right")).toBeUndefined();
  });

  it("[PX18] reaches every channel: up and down go through a column of pools without leaving one out", () => {
    const reached = new Set<ChannelIndex>();
    for (const start of [go(subtask(3), "left"), go(subtask(5), "left")]) {
      for (let spot = start; spot?.kind === "channel"; spot = go(spot, "down")) reached.add(spot.channel);
    }
    expect([...reached].toSorted((a, b) => a - b)).toEqual(topology.channels.map((_, index) => index));
    expect(go(channel(1), "up")).toEqual(channel(0));
    expect(go(channel(0), "up")).toBeUndefined();
  });

  it("[PX18] up and down on a subtask go to the one beside it, arrows alone to the nearest", () => {
    expect(go(subtask(1), "down")).toEqual(subtask(2));
    expect(go(subtask(1), "up")).toEqual(subtask(0));
    expect(nearestSubtask(layout, toTaskIndex(0), "right")).toBe(3);
    expect(nearestSubtask(layout, toTaskIndex(3), "right")).toBe(5);
    expect(nearestSubtask(layout, toTaskIndex(0), "left")).toBeUndefined();
  });

  it("[PX18] in a bundled picture only what is drawn is reached", () => {
    const bundled = layoutOf(topology, { opened: new Set([toTaskIndex(4)]) });
    expect(walk(topology, bundled, subtask(3), "left")).toBeUndefined();
    expect(walk(topology, bundled, subtask(4), "left")).toEqual(channel(3));
    expect(walk(topology, bundled, channel(5), "down")).toBeUndefined();
  });
});
