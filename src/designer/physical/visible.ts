import type { ChannelIndex, TaskIndex } from "../../stream/indices.ts";
import type { Layout } from "./layout.ts";

export interface VisibleParts {
  readonly channels: ReadonlySet<ChannelIndex>;
  readonly subtasks: ReadonlySet<TaskIndex>;
}

/** Flags and labels reach this far out of what they belong to, in world units. */
const margin = 48;

/** What a camera sees of a layout. */
export function visibleParts(
  layout: Layout,
  camera: { readonly x: number; readonly y: number; readonly zoom: number },
  size: { readonly width: number; readonly height: number },
): VisibleParts {
  const left = -camera.x / camera.zoom - margin;
  const top = -camera.y / camera.zoom - margin;
  const right = left + size.width / camera.zoom + margin * 2;
  const bottom = top + size.height / camera.zoom + margin * 2;
  const subtasks = new Set<TaskIndex>();
  for (const { subtask, x, y, width, height } of layout.subtasks) {
    if (x < right && x + width > left && y < bottom && y + height > top) subtasks.add(subtask);
  }
  const channels = new Set<ChannelIndex>();
  for (const { channel, flume, wallX, y, bundled } of layout.channels) {
    if (bundled) continue;
    const [high, low] = [Math.min(flume.spout.y, y), Math.max(flume.spout.y, y)];
    if (flume.spout.x < right && wallX > left && high < bottom && low > top) channels.add(channel);
  }
  return { channels, subtasks };
}
