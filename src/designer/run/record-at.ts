import { channelElements } from "../../observe/fold-channels.ts";
import type { ChannelIndex, TaskIndex } from "../../stream/indices.ts";
import type { RunPlayer } from "./run-player.ts";

interface Meant {
  /** Number of the event that sent or read the record under the pointer. */
  readonly pointed: number | undefined;
  readonly subtask?: TaskIndex | undefined;
  readonly channel?: ChannelIndex | undefined;
}

/** The record that a person means: the one pointed at, else the one read next in the selected channel, else in the subtask's hand. */
export function recordMeant(
  player: RunPlayer,
  { pointed, subtask, channel }: Meant,
): number | undefined {
  const { view, header } = player;
  const headOf = (index: ChannelIndex): number | undefined => {
    const state = view.channels[index];
    return state && channelElements(state).find(({ element }) => element.kind === "record")?.seq;
  };
  if (pointed !== undefined) return pointed;
  if (channel !== undefined) return headOf(channel);
  if (subtask === undefined) return undefined;
  const hand = view.subtasks[subtask]?.hand?.seq;
  if (hand !== undefined) return hand;
  const inputs = [...header.topology.channels.entries()].filter(([, { to }]) => to === subtask);
  return inputs.map(([index]) => headOf(index)).find((seq) => seq !== undefined);
}
