import { noChannel } from "../../../stream/indices.ts";
import { formatPercent } from "../../i18n/format.ts";
import { bundleFacts } from "../bundles.ts";
import type { BundleFacts } from "../bundles.ts";
import { pointOn } from "../flume.ts";
import type { Bundle } from "../layout.ts";
import type { Brush } from "./brush.ts";
import { gate } from "./glyphs.ts";
import type { Scene } from "./scene.ts";
import type { ColorName } from "./theme.ts";

const casing = 18;
const bed = 14;
const gauge = { width: 120, height: 8 } as const;

/** All channels of an edge in one wide flume: how many, how hindered, and what barriers are in them. */
export function paintBundle(brush: Brush, scene: Scene, bundle: Bundle): void {
  const facts = bundleFacts(scene.run, bundle, scene.meter);
  const { context } = brush;
  const { spout, tail, controls } = bundle.flume;
  const color: ColorName = facts.full > 0 ? "pressure" : facts.held > 0 ? "held" : "reach";
  context.beginPath();
  context.moveTo(spout.x, spout.y);
  context.bezierCurveTo(controls[0].x, controls[0].y, controls[1].x, controls[1].y, tail.x, tail.y);
  for (const [width, name] of [
    [casing, color],
    [bed, facts.full > 0 ? "pressure-soft" : facts.held > 0 ? "held-soft" : "water"],
  ] as const) {
    context.lineWidth = width;
    context.strokeStyle = brush.color(name);
    context.stroke();
  }
  paintBarrier(brush, scene, bundle, facts);
  paintWords(brush, scene, bundle, facts);
}

/** One gate for all barriers of a checkpoint that are in these channels: at the wall while they hold some shut. */
function paintBarrier(brush: Brush, { words }: Scene, { flume, channels }: Bundle, { barrier, held }: BundleFacts): void {
  if (!barrier) return;
  const { x, y } = pointOn(flume, held > 0 ? flume.reach : flume.reach * 0.6);
  gate(brush, x, y, { checkpointId: barrier.checkpointId, tab: true });
  const unit = unitOf(brush);
  const label = words("bundle.barrier", { checkpoint: barrier.checkpointId, count: barrier.underWay + held, of: channels.length });
  const below = Math.max(flume.spout.y, flume.tail.y) + casing / 2 + 22;
  brush.text(label, flume.spout.x + 8, below + 10 * unit, { size: 10.5 * unit, color: "ink-2", halo: "canvas" });
}

const unitOf = ({ detail, zoom }: Brush): number => (detail === 2 ? 1 : 1 / zoom);

/** "16×16 hash(word), 256 channels, max BP 71%" and the fullest channel's level. */
function paintWords(brush: Brush, scene: Scene, bundle: Bundle, facts: BundleFacts): void {
  const unit = unitOf(brush);
  const { spout, tail } = bundle.flume;
  const first = scene.run.header.topology.channels[bundle.channels[0] ?? noChannel];
  if (!first) return;
  const [x, y] = [spout.x + 8, Math.min(spout.y, tail.y) - 14];
  const within = tail.x - spout.x - 16;
  const shape = `${facts.senders}×${facts.readers} ${scene.strategyOf(first)}`;
  brush.text(shape, x, y - 15 * unit, { size: 11.5 * unit, weight: 600, halo: "canvas", within });
  const values = { count: bundle.channels.length, share: formatPercent(facts.backPressured) };
  brush.text(scene.words("bundle.label", values), x, y, { size: 10.5 * unit, color: "ink-2", halo: "canvas", within });
  if (brush.detail === 0) return;
  const top = Math.max(spout.y, tail.y) + casing / 2 + 8;
  brush.fill("node", x, top, gauge.width, gauge.height);
  brush.fill(facts.full > 0 ? "pressure" : "reach", x, top, gauge.width * facts.level, gauge.height);
  brush.frame("line-3", [x, top, gauge.width, gauge.height]);
}
