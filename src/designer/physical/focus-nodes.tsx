import { memo } from "react";
import type { ReactNode } from "react";
import type { Node, NodeProps } from "@xyflow/react";
import { itemsOf } from "../../stream/indices.ts";
import type { ChannelIndex, SubtaskIndex, TaskIndex } from "../../stream/indices.ts";
import type { RunShape, Topology } from "../../observe/event.ts";
import { useText } from "../i18n/use-text.ts";
import type { StopPlace } from "../../observe/stop-condition.ts";
import { Icon } from "../glyph/icon.tsx";
import { channelLabel, vertexName } from "../run/names.ts";
import type { Layout } from "./layout.ts";
import { boxOf } from "./walk.ts";
import { useSessionState, useWorkbench } from "../workspace/workbench-context.ts";

interface SubtaskData extends Record<string, unknown> {
  readonly subtask: TaskIndex;
  readonly name: string;
  readonly operator: string;
  /** All operators of its chain, by the ids of the document. */
  readonly operators: readonly string[];
  readonly index: SubtaskIndex;
}

const isAt = (place: StopPlace, { operators, index }: SubtaskData): boolean =>
  "operator" in place && operators.includes(place.operator) && (place.index === undefined || place.index === index);

/** What can be focused of a subtask; its looks are the overlay's. */
const SubtaskNode = memo(({ data }: NodeProps<Node<SubtaskData>>): ReactNode => {
  const workbench = useWorkbench();
  const text = useText("run");
  const name = text("subtask.name", { name: data.name, index: data.index });
  const marked = useSessionState(({ breakpoints }) =>
    breakpoints.some(({ on, condition: { place } }) => on && place !== undefined && isAt(place, data)),
  );
  return (
    <button
      type="button"
      className="subtask-focus"
      tabIndex={0}
      data-subtask={data.subtask}
      aria-label={marked ? `${name}, ${text("stop.breakpointTitle")}` : name}
      onKeyDown={(event) => {
        if (event.key !== "Enter" && event.key !== " ") return;
        event.preventDefault();
        event.stopPropagation();
        workbench.workspace.select({ subtask: data.subtask, operators: [data.operator] });
        workbench.workspace.openInspector();
      }}
    >
      {marked && (
        <span className="breakpoint-flag" title={text("stop.breakpointTitle")}>
          <Icon name="flag" size={12} />
        </span>
      )}
    </button>
  );
});
SubtaskNode.displayName = "SubtaskNode";

interface ChannelData extends Record<string, unknown> {
  readonly channel: ChannelIndex;
  readonly name: string;
}

/** The one channel that has the keyboard's focus; the overlay draws the focus. */
const ChannelNode = memo(({ data }: NodeProps<Node<ChannelData>>): ReactNode => {
  return <button type="button" className="channel-focus" tabIndex={-1} data-channel={data.channel} aria-label={data.name} />;
});
ChannelNode.displayName = "ChannelNode";

export const focusNodeTypes = { subtask: SubtaskNode, channel: ChannelNode };

/** One fixed node per subtask, where the layout puts it. */
export function nodesOf({ topology, origins }: RunShape, layout: Layout): Node<SubtaskData>[] {
  return Array.from(layout.subtasks, ({ subtask, vertex, index, x, y, width, height }) => {
    const owner = topology.vertices[vertex];
    const operators = owner ? itemsOf(owner.operators.map(({ node }) => origins.nodes[node] ?? "")) : [];
    const data = { subtask, index, name: vertexName(owner), operator: operators[0] ?? "", operators };
    return { id: String(subtask), type: "subtask", position: { x, y }, width, height, data, draggable: false, focusable: false, zIndex: 2 };
  });
}

/** A node over the pool of the focused channel, none without one. */
export function channelNodeOf(topology: Topology, layout: Layout, channel: ChannelIndex | undefined): Node<ChannelData>[] {
  const box = channel === undefined ? undefined : boxOf(layout, { kind: "channel", channel });
  if (!box || channel === undefined) return [];
  const { x, y, width, height } = box;
  const data = { channel, name: channelLabel(topology, channel) };
  return [{ id: "channel", type: "channel", position: { x, y }, width, height, data, draggable: false, focusable: false, zIndex: 3 }];
}
