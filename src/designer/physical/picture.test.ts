import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { noChannel, noTask, toChannelIndex, toCheckpointId, toTaskIndex } from "../../stream/indices.ts";
import type { TaskIndex } from "../../stream/indices.ts";
import { auditRun } from "../../observe/audit.ts";
import { causesOfRecord, recordsOf } from "../../observe/causes.ts";
import type { LogEventBody } from "../../observe/event.ts";
import { apply } from "../../observe/fold.ts";
import { channelElements } from "../../observe/fold-channels.ts";
import { LogInvariants } from "../../observe/invariants.ts";
import { Lineage } from "../../observe/lineage.ts";
import { emptyRun } from "../../observe/ownership.ts";
import { RunLog } from "../../observe/run-log.ts";
import { sampleEvents, sampleHeader } from "../../observe/testing/sample-log.ts";
import { detailAt } from "./detail.ts";
import { pointOn } from "./flume.ts";
import { KeyLabels } from "../run/key-labels.ts";
import { layoutOf, slotWidth } from "./layout.ts";
import { Motion, stepMs } from "./motion.ts";
import { pictureOf } from "./picture.ts";
import type { PictureOptions } from "./picture.ts";
import { tokenLimit } from "../run/thinning.ts";
import { formOfKind } from "./testing/form-of-kind.ts";

const header = sampleHeader({ failAt: 900 });
const layout = layoutOf(header.topology);
const log = new RunLog(header);
log.append(sampleEvents(9000, { failAt: 900 }));
const options = (now: number): PictureOptions => ({ now, detail: 2, labels: new KeyLabels(), gauges: false });

describe("picture", () => {
  it("[PX1] draws per channel exactly what the fold holds, in order, at any cursor", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: log.length }), (cursor) => {
        const run = log.seek(cursor);
        const picture = pictureOf(run, layout, options(run.at));
        run.channels.forEach((channel, index) => {
          const drawn = picture.elements.filter(
            (element) => element.channel === index && (element.where === "pool" || element.where === "reach"),
          );
          const held = channelElements(channel);
          expect(drawn.map(({ form, id }) => [form, id])).toEqual(held.map(({ element, seq }) => [formOfKind[element.kind], seq]));
          expect(drawn.filter(({ where }) => where === "pool")).toHaveLength(channel.deliverable);
          expect(picture.channels[index]?.count).toBe(channel.deliverable);
        });
        const hands = run.subtasks.filter(({ hand }) => hand?.channel !== undefined);
        expect(picture.elements.filter(({ where }) => where === "hand")).toHaveLength(hands.length);
      }),
      { numRuns: 300 },
    );
  });

  it("[OB31] a barrier that overtakes three records stands and leaves in front of them, and the record behind it is followed by its number", () => {
    const overtaking = new RunLog(sampleHeader());
    const { channels } = overtaking.header.topology;
    const { from, to } = channels[toChannelIndex(0)] ?? { from: noTask, to: noTask };
    const append = (subtask: TaskIndex, body: LogEventBody): number => {
      overtaking.append([{ seq: overtaking.length, at: overtaking.length, subtask, body }]);
      return overtaking.length - 1;
    };
    const record = (n: number) => append(from, { kind: "sent", channel: toChannelIndex(0), n, element: { kind: "record", text: `r${n}` } });
    const taken = (n: number, work: number) => {
      append(to, { kind: "received", channel: toChannelIndex(0), n });
      append(to, { kind: "processing", text: `r${n}`, serviceTimeMs: 0, work });
      const sent = append(to, { kind: "sent", channel: toChannelIndex(onward), n: work, element: { kind: "record", text: `of r${n}` }, cause: work });
      append(to, { kind: "processed" });
      return sent;
    };
    const onward = channels.findIndex((channel) => channel.from === to);
    const shown = () => {
      const run = overtaking.seek(overtaking.length);
      const { elements } = pictureOf(run, layoutOf(overtaking.header.topology), options(run.at));
      return elements.flatMap(({ channel, id, form, where }) => (channel === 0 && where !== "hand" ? [`${form} ${id} ${where}`] : []));
    };
    const [first, second, third] = [record(1), record(2), record(3)];
    append(to, { kind: "delivered", channel: toChannelIndex(0), n: 1 });
    const element = { kind: "checkpointBarrier", id: toCheckpointId(1), triggeredAt: 0, alignment: "unaligned", savepoint: false } as const;
    const barrier = append(from, { kind: "sent", channel: toChannelIndex(0), n: 4, element });
    append(to, { kind: "delivered", channel: toChannelIndex(0), n: 4 });
    expect(shown()).toEqual([`record ${first} pool`, `barrier ${barrier} pool`, `record ${second} reach`, `record ${third} reach`]);
    append(to, { kind: "received", channel: toChannelIndex(0), n: 4 });
    expect(shown()).toEqual([`record ${first} pool`, `record ${second} reach`, `record ${third} reach`]);
    for (const n of [2, 3]) append(to, { kind: "delivered", channel: toChannelIndex(0), n });
    const results = [taken(1, 1), taken(2, 2), taken(3, 3)];
    expect([shown(), auditRun(overtaking.head)]).toEqual([[], []]);
    const events = Array.from({ length: overtaking.length }, (_, seq) => overtaking.event(seq)).filter((event) => event !== undefined);
    new LogInvariants(overtaking.header.topology).check(events);
    const unexpressed = events.map((event) =>
      event.seq === barrier ? { ...event, body: { ...event.body, element: { ...element, alignment: "aligned" as const } } as LogEventBody } : event,
    );
    expect(() => new LogInvariants(overtaking.header.topology).check(unexpressed)).toThrow("[OB31]");
    for (const [index, seq] of [first, second, third].entries()) {
      const lineage = new Lineage(overtaking, seq);
      while (lineage.advance(1000));
      expect([...lineage.members].toSorted((a, b) => a - b)).toEqual([seq, results[index]]);
      expect(recordsOf(causesOfRecord(overtaking, overtaking.event(results[index] ?? -1) ?? { seq, at: 0, subtask: to, body: { kind: "processed" } }))).toEqual([seq]);
    }
  });

  it("[PX2] the order along the flume is the order in the buffer, one slot each", () => {
    for (let cursor = 200; cursor < log.length; cursor += 61) {
      const run = log.seek(cursor);
      const { elements } = pictureOf(run, layout, options(run.at + 3));
      layout.channels.forEach((place, index) => {
        const drawn = elements.filter(
          (element) => element.channel === index && (element.where === "pool" || element.where === "reach"),
        );
        for (const [ahead, behind] of drawn.slice(1).map((element, at) => [drawn[at], element] as const)) {
          expect(behind.at).toBeLessThanOrEqual(ahead?.at ?? Infinity);
          if (behind.where === "pool" && ahead) expect(ahead.at - behind.at).toBe(slotWidth);
        }
        for (const { at, where } of drawn) expect(at > place.flume.reach).toBe(where === "pool");
      });
    }
  });

  it("[PX3] a held input has its barrier in the wall's opening", () => {
    let held = 0;
    for (let cursor = 0; cursor < log.length; cursor += 7) {
      const run = log.seek(cursor);
      const { elements } = pictureOf(run, layout, options(run.at));
      run.channels.forEach((channel, index) => {
        const planted = elements.filter(({ channel: of, where }) => of === index && where === "wall");
        expect(planted.map(({ checkpointId }) => checkpointId)).toEqual(channel.heldBy === undefined ? [] : [channel.heldBy]);
        held += planted.length;
      });
    }
    expect(held).toBeGreaterThan(0);
  });

  it("[PX4] draws at most 2,000 discs, never merges control elements and says how many records one disc stands for", () => {
    const wide = sampleHeader();
    const run = emptyRun({
      ...wide,
      topology: { ...wide.topology, channels: wide.topology.channels.map((c) => ({ ...c, capacity: 10_000 })) },
    });
    let seq = 0;
    const log = (body: Parameters<typeof apply>[1]["body"]) => apply(run, { seq: seq++, at: 0, subtask: toTaskIndex(0), body });
    for (let channel = 0; channel < 4; channel++) {
      for (let n = 0; n < 4000; n++) {
        const element =
          n % 1000 === 0 ? ({ kind: "watermark", timestamp: n } as const) : ({ kind: "record", text: "x" } as const);
        log({ kind: "sent", channel: toChannelIndex(channel), n: n + 1, element });
      }
    }
    const { elements, thinning } = pictureOf(run, layoutOf(run.header.topology), options(1));
    expect(elements.length).toBeLessThanOrEqual(tokenLimit);
    expect(elements.filter(({ form }) => form === "watermark")).toHaveLength(16);
    expect(thinning).toMatchObject({ total: 16_000, strongest: 25 });
  });
});

describe("layout", () => {
  it("[PX5] pools end 8 px before the wall and have one slot per place in the buffer; boxes do not overlap", () => {
    for (const { slots, poolX, wallX } of layout.channels) {
      expect(slots).toBe(8);
      expect(wallX - (poolX + slots * slotWidth)).toBe(8);
    }
    for (const a of layout.subtasks) {
      for (const b of layout.subtasks) {
        if (a === b) continue;
        const apart = a.x + a.width < b.x || b.x + b.width < a.x || a.y + a.height < b.y || b.y + b.height < a.y;
        expect(apart).toBe(true);
      }
    }
  });

  it("[PX5] the size of a layout has nothing to do with what runs in it, only reaches give way to a narrow canvas", () => {
    const narrow = layoutOf(header.topology, { width: 1000 });
    expect(narrow.width).toBeLessThan(layout.width);
    expect(narrow.subtasks.map(({ width, height }) => [width, height])).toEqual(
      layout.subtasks.map(({ width, height }) => [width, height]),
    );
  });

  it("a flume runs from the bay over the spout to the wall without a jump", () => {
    for (const { flume } of layout.channels) {
      let before = pointOn(flume, flume.start);
      for (let at = flume.start; at <= flume.bay; at += 2) {
        const point = pointOn(flume, at);
        expect(Math.hypot(point.x - before.x, point.y - before.y)).toBeLessThan(3.5);
        before = point;
      }
    }
  });
});

describe("keys", () => {
  it("[PX6] the first eight keys get a hue each, equal beginnings get other letters, all keep theirs", () => {
    const labels = new KeyLabels();
    const keys = ["water", "wall", "wander", "gate", "4481", "4483", "a", "b", "c", "d"];
    const first = keys.map((key) => labels.label(key));
    expect(first.map(({ hue }) => hue)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 0, 0]);
    expect(first.map(({ letters }) => letters).slice(0, 6)).toEqual(["wa", "wl", "wr", "ga", "81", "83"]);
    expect(keys.map((key) => labels.label(key))).toEqual(first);
  });
});

describe("detail", () => {
  it("[PX7] changes with the zoom, with a hysteresis of 0.05", () => {
    expect([0.4, 0.6, 1].map((zoom) => detailAt(zoom, 1))).toEqual([0, 1, 2]);
    expect([detailAt(0.47, 1), detailAt(0.44, 1), detailAt(0.53, 0), detailAt(0.56, 0)]).toEqual([1, 0, 0, 1]);
  });
});

describe("motion", () => {
  it("[PX8] every way starts where the element was drawn and ends where the log says, in at most one step", () => {
    const motion = new Motion();
    let wall = 0;
    let at = 400;
    for (let frame = 0; frame < 400; frame++) {
      wall += 16;
      if (frame % 9 === 0 && at < 900) at += 3;
      const run = log.seek(at);
      const { elements } = pictureOf(run, layout, options(run.at));
      motion.advance(elements, layout.channels, { wall, travels: true });
    }
    const run = log.seek(at);
    const { elements } = pictureOf(run, layout, options(run.at + 1e6));
    const settled = motion.advance(elements, layout.channels, { wall: wall + stepMs, travels: true });
    elements.forEach((element, index) => {
      const bay = layout.channels[element.channel ?? noChannel]?.flume.bay ?? 0;
      expect(settled[index]).toBeCloseTo(Math.min(element.at, bay));
    });
  });

  it("[PX9] without travel everything stands at once where the log says", () => {
    const motion = new Motion();
    const run = log.seek(700);
    const { elements } = pictureOf(run, layout, options(run.at));
    const places = motion.advance(elements, layout.channels, { wall: 5, travels: false });
    elements.forEach((element, index) => {
      expect(places[index]).toBe(Math.min(element.at, layout.channels[element.channel ?? noChannel]?.flume.bay ?? 0));
    });
    expect(motion.moving).toBe(false);
  });

  it("[PX16] what is in the buffer beyond its slots stands upstream of the pool, in order", () => {
    const header = sampleHeader();
    const run = emptyRun(header);
    const place = layout.channels[toChannelIndex(0)];
    const kinds = ["record", "watermark"] as const;
    for (let n = 0; n < 12; n++) {
      const element =
        kinds[n % 2] === "record" ? ({ kind: "record", text: "x" } as const) : ({ kind: "watermark", timestamp: n } as const);
      apply(run, { seq: 2 * n, at: 0, subtask: toTaskIndex(0), body: { kind: "sent", channel: toChannelIndex(0), n: n + 1, element } });
      apply(run, { seq: 2 * n + 1, at: 0, subtask: toTaskIndex(0), body: { kind: "delivered", channel: toChannelIndex(0), n: n + 1 } });
    }
    const { elements } = pictureOf(run, layout, options(1));
    expect(elements.map(({ where }) => where)).toEqual(Array.from({ length: 12 }, () => "pool"));
    const places = elements.map(({ at }) => at);
    expect(places).toEqual(places.toSorted((a, b) => b - a));
    expect(places.filter((at) => at > (place?.flume.reach ?? 0))).toHaveLength(8);
    expect(Math.min(...places)).toBeGreaterThan(0);
  });

  it("[PX15] a channel bounded by bytes is full only while its sender waits", () => {
    const header = sampleHeader();
    const channels = header.topology.channels.map((channel) => ({ ...channel, capacity: undefined }));
    const run = emptyRun({ ...header, mode: "freeRunning", topology: { ...header.topology, channels } });
    const drawn = () => {
      const options = { now: 0, detail: 2, labels: new KeyLabels(), gauges: true } as const;
      return pictureOf(run, layoutOf(run.header.topology), options).channels[toChannelIndex(0)];
    };
    apply(run, { seq: 0, at: 0, subtask: toTaskIndex(0), body: { kind: "passed", channel: toChannelIndex(0), sent: 5000, received: 0 } });
    expect(drawn()).toMatchObject({ count: 5000, full: false, level: undefined });
    apply(run, { seq: 1, at: 0, subtask: toTaskIndex(0), body: { kind: "backPressured", on: true, channel: toChannelIndex(0) } });
    expect(drawn()).toMatchObject({ full: true, level: 1 });
  });
});
