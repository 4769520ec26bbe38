import { describe, expect, it } from "vitest";
import { noChannel, noTask, toCheckpointId, toTaskIndex } from "../../stream/indices.ts";
import type { TaskIndex } from "../../stream/indices.ts";
import { emptyRun } from "../../observe/ownership.ts";
import { apply } from "../../observe/fold.ts";
import { sampleHeader } from "../../observe/testing/sample-log.ts";
import { bundleFacts, needsBundles, worstReader } from "./bundles.ts";
import { layoutOf } from "./layout.ts";
import { visibleParts } from "./visible.ts";

/** 16 senders, 16 readers with a sink behind each: 256 channels in one edge. */
const header = sampleHeader({ sources: 16, counts: 16 });
const { topology } = header;
const everything = { x: 700, y: 450, zoom: 0.05 };
const screen = { width: 1400, height: 900 };

describe("bundles", () => {
  it("[PX17] more than 200 subtasks, 600 channels or 128 channels of one edge are bundled", () => {
    expect(needsBundles(topology)).toBe(true);
    expect(needsBundles(sampleHeader({ sources: 8, counts: 8 }).topology)).toBe(false);
    expect(needsBundles(sampleHeader({ sources: 1, counts: 120 }).topology)).toBe(true);
  });

  it("[PX17] every channel is drawn by itself or in exactly one bundle, and cells do not overlap", () => {
    for (const opened of [[], [20], [20, 40]].map((tasks) => new Set(tasks.map(toTaskIndex)))) {
      const layout = layoutOf(topology, { opened });
      const bundled = layout.bundles.flatMap(({ channels }) => channels).toSorted((a, b) => a - b);
      const single = [...visibleParts(layout, everything, screen).channels];
      expect(new Set(bundled).size).toBe(bundled.length);
      expect([...bundled, ...single].toSorted((a, b) => a - b)).toEqual(topology.channels.map((_, channel) => channel));
      for (const channel of single) expect(opened.has(topology.channels[channel]?.to ?? noTask)).toBe(true);
      for (const a of layout.subtasks)
        for (const b of layout.subtasks)
          if (a !== b) expect(a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height).toBe(false);
    }
  });

  it("[PX17] opening a subtask moves none of the cells above it", () => {
    const cellsOf = (opened: ReadonlySet<TaskIndex>) => layoutOf(topology, { opened }).subtasks.filter(({ cell }) => cell);
    const before = new Map(cellsOf(new Set()).map((box) => [box.subtask, box]));
    for (const box of cellsOf(new Set([toTaskIndex(31)]))) expect(before.get(box.subtask)?.y).toBe(box.y);
  });

  it("the label tells how many channels are full and held, and a click opens who reads the worst one", () => {
    const run = emptyRun(header);
    const layout = layoutOf(topology, { opened: new Set() });
    const [bundle] = layout.bundles;
    if (!bundle) throw new Error("nothing is bundled");
    const [held = noChannel, full = noChannel] = [bundle.channels[40], bundle.channels[90]];
    let seq = 0;
    const log = (body: Parameters<typeof apply>[1]["body"], subtask = 0) => apply(run, { seq: seq++, at: 0, subtask: toTaskIndex(subtask), body });
    log({ kind: "backPressured", on: true, channel: full }, topology.channels[full]?.from);
    expect(worstReader(run, bundle)).toBe(topology.channels[full]?.to);
    log({ kind: "channelHeld", channel: held, checkpointId: toCheckpointId(3) });
    expect(worstReader(run, bundle)).toBe(topology.channels[held]?.to);
    expect(bundleFacts(run, bundle, () => ({ busy: 0, backPressured: 0.71 }))).toMatchObject({
      senders: 16,
      readers: 16,
      full: 1,
      held: 1,
      level: 1,
      backPressured: 0.71,
    });
  });
});
