import { queuedElements } from "../../observe/fold-channels.ts";
import type { ChannelIndex } from "../../stream/indices.ts";
import type { RunState } from "../../observe/run-state.ts";

/** How many records one disc stands for, so that at most `tokenLimit` discs are drawn. Control elements are never merged. */
export interface Thinning {
  /** Discs drawn and records there are. */
  readonly drawn: number;
  readonly total: number;
  /** 1, 25, 250 or 2,500: the strongest in use. */
  readonly strongest: number;
  readonly per: (channel: ChannelIndex) => number;
}

export const tokenLimit = 2000;
const steps = [1, 25, 250, 2500];

interface ThinningScope {
  readonly visible?: ReadonlySet<ChannelIndex>;
  readonly selected?: ReadonlySet<ChannelIndex>;
}

/** Thins channels out of view first, then those not selected, then the selected ones. */
export function thinning(run: RunState, { visible, selected }: ThinningScope): Thinning {
  const sizes = run.channels.map(queuedElements);
  const total = sizes.reduce((sum, size) => sum + size, 0);
  if (total <= tokenLimit) return { drawn: total, total, strongest: 1, per: () => 1 };
  const rank = (channel: ChannelIndex): number => (selected?.has(channel) ? 2 : (visible?.has(channel) ?? true) ? 1 : 0);
  const perRank = [1, 1, 1];
  const discs = (): readonly number[] => [...sizes.entries()].map(([channel, size]) => Math.ceil(size / (perRank[rank(channel)] ?? 1)));
  const drawnAt = (): number => discs().reduce((sum, count) => sum + count, 0);
  for (const weakest of [0, 1, 2]) {
    if (![...sizes.entries()].some(([channel, size]) => size > 0 && rank(channel) === weakest)) continue;
    for (const step of steps) {
      perRank[weakest] = step;
      if (drawnAt() <= tokenLimit) break;
    }
    if (drawnAt() <= tokenLimit) break;
  }
  return { drawn: drawnAt(), total, strongest: Math.max(...perRank), per: (channel) => perRank[rank(channel)] ?? 1 };
}
