import type { ChannelIndex, TaskIndex } from "../../../stream/indices.ts";
import type { RunPlayer } from "../../run/run-player.ts";

/** What a tab looks at. */
export interface Subject {
  readonly player: RunPlayer;
  readonly subtask: TaskIndex;
  /** Channel that is selected, when one is. */
  readonly channel: ChannelIndex | undefined;
}

/** Channels that end at the subject, by place, with their indices. */
export function inputsOf({ player, subtask }: Subject): readonly ChannelIndex[] {
  const { channels } = player.header.topology;
  const inputs = channels.flatMap(({ to }, index) => (to === subtask ? [index] : []));
  return inputs.toSorted((a, b) => (channels[a]?.place ?? 0) - (channels[b]?.place ?? 0));
}
