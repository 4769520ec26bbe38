import { memo } from "react";
import type { ReactNode } from "react";
import type { Node, NodeProps } from "@xyflow/react";
import type { Topology } from "../../observe/event.ts";
import { useText } from "../i18n/use-text.ts";
import { select } from "../workspace/workspace-store.ts";
import { channelLabel, vertexName } from "./names.ts";
import type { Layout } from "./layout.ts";
import { boxOf } from "./walk.ts";

interface SubtaskData extends Record<string, unknown> {
  readonly subtask: number;
  readonly name: string;
  readonly operator: string;
  readonly index: number;
}

/** What can be focused of a subtask; its looks are the overlay's. */
const SubtaskNode = memo(({ data }: NodeProps<Node<SubtaskData>>): ReactNode => {
  const text = useText("run");
  return (
    <button
      type="button"
      className="subtask-focus"
      tabIndex={0}
      data-subtask={data.subtask}
      aria-label={text("subtask.name", { name: data.name, index: data.index })}
      onKeyDown={(event) => {
        if (event.key !== "Enter" && event.key !== " ") return;
        event.preventDefault();
        event.stopPropagation();
        select({ subtask: data.subtask, operators: [data.operator] });
      }}
    />
  );
});
SubtaskNode.displayName = "SubtaskNode";

interface ChannelData extends Record<string, unknown> {
  readonly channel: number;
  readonly name: string;
}

/** The one channel that has the keyboard's focus; the overlay draws the focus. */
const ChannelNode = memo(({ data }: NodeProps<Node<ChannelData>>): ReactNode => {
  return <button type="button" className="channel-focus" tabIndex={-1} data-channel={data.channel} aria-label={data.name} />;
});
ChannelNode.displayName = "ChannelNode";

export const focusNodeTypes = { subtask: SubtaskNode, channel: ChannelNode };

/** One fixed node per subtask, where the layout puts it. */
export function nodesOf(topology: Topology, layout: Layout): Node<SubtaskData>[] {
  return layout.subtasks.map(({ subtask, vertex, index, x, y, width, height }) => {
    const owner = topology.vertices[vertex];
    const data = { subtask, index, name: vertexName(owner), operator: owner?.operators[0]?.documentId ?? "" };
    return { id: String(subtask), type: "subtask", position: { x, y }, width, height, data, draggable: false, focusable: false, zIndex: 2 };
  });
}

/** A node over the pool of the focused channel, none without one. */
export function channelNodeOf(topology: Topology, layout: Layout, channel: number | undefined): Node<ChannelData>[] {
  const box = channel === undefined ? undefined : boxOf(layout, { kind: "channel", channel });
  if (!box || channel === undefined) return [];
  const { x, y, width, height } = box;
  const data = { channel, name: channelLabel(topology, channel) };
  return [{ id: "channel", type: "channel", position: { x, y }, width, height, data, draggable: false, focusable: false, zIndex: 3 }];
}
