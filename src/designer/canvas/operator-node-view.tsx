import { Handle, Position as Side, type Node, type NodeProps } from "@xyflow/react";
import { memo, useState, type ReactNode } from "react";
import type { InputPort, OutputPort } from "../../graph/descriptor.ts";
import { Icon } from "../glyph/icon.tsx";
import { textOf, useText } from "../i18n/use-text.ts";
import { samePort, type CanvasMode } from "../workspace/canvas-mode.ts";
import { finishConnecting } from "./connecting.ts";
import { footHeight, hitArea, mouth, portY, spoutLength, truncateEnd, truncateMiddle } from "./node-geometry.ts";
import { nodeWidth } from "../document/places.ts";
import { useTextScale } from "./detail.tsx";
import { OperatorFoot } from "./operator-foot.tsx";
import { SinkSheet } from "./sink-sheet.tsx";
import { RateSpark } from "./rate-spark.tsx";
import { NodeActions } from "./node-actions.tsx";
import { NameField } from "../workspace/name-field.tsx";
import { useCanvasMode, useWorkbench } from "../workspace/workbench-context.ts";

/** All that a node draws of the document. Facts of a run are not in it: the foot reads them by ref. */
export interface OperatorNodeData extends Record<string, unknown> {
  readonly id: string;
  readonly name: string;
  readonly glyph: string;
  readonly description: string;
  readonly parallelism: number;
  readonly inputs: readonly InputPort[];
  readonly outputs: readonly OutputPort[];
  /** First error of the operator, in words. */
  readonly error: string | undefined;
  /** What it lets out: "6 fields". */
  readonly fields: number | undefined;
  /** A union is no operator of a run: it has no subtask. */
  readonly runs: boolean;
  readonly height: number;
  readonly sheetRoom: SheetRoom;
}

/** What is free below a sink for what it has written: its latest rows, their count, nothing; "none" for every other operator. */
export type SheetRoom = "rows" | "count" | "none";

export type OperatorFlowNode = Node<OperatorNodeData, "operator">;

/** Logical operator: a wall where records come in, a spout where they go out, offset sheets for parallelism. */
export const OperatorNodeView = memo(function OperatorNodeView({ data, selected }: NodeProps<OperatorFlowNode>): ReactNode {
  const renaming = useCanvasMode((mode) => mode.kind === "renaming" && mode.operator === data.id);
  const [isPointedAt, setPointedAt] = useState(false);
  const wall = data.inputs.length > 0;
  const classes = ["operator-node", selected && "is-selected", data.error !== undefined && "is-invalid"]
    .filter(Boolean)
    .join(" ");
  return (
    <div className={classes} data-operator={data.id} style={{ height: data.height }} onPointerEnter={() => setPointedAt(true)}>
      <svg width={nodeWidth} height={data.height} aria-hidden="true">
        <Sheets parallelism={data.parallelism} height={data.height} />
        <rect className="node-box" width={nodeWidth} height={data.height} rx="3" />
        {wall && <Wall data={data} />}
        <path className="node-rule" d={`M${wall ? 8 : 0} ${data.height - footHeight}H${nodeWidth}`} />
        <Heading data={data} hideName={renaming} />
        {selected && <path className="node-ticks" d={ticks(data.height)} />}
        <RateSpark data={data} left={titleLeft(data)} />
        <OperatorFoot data={data} left={textLeft(data)} />
      </svg>
      {renaming && <Renaming data={data} />}
      {data.sheetRoom !== "none" && <SinkSheet data={data} />}
      <Ports data={data} />
      {isPointedAt && <NodeActions operator={data.id} name={data.name} />}
    </div>
  );
});

function Renaming({ data }: { readonly data: OperatorNodeData }): ReactNode {
  const { modes, canvas } = useWorkbench();
  const left = titleLeft(data) + 17;
  const done = (by: "key" | "blur"): void => {
    modes.leave();
    if (by === "key") canvas.control?.focus();
  };
  const style = { left, width: 196 - left };
  return <NameField operator={data.id} name={data.name} className="node-name-field nodrag nopan" style={style} onDone={done} />;
}

function Sheets({ parallelism, height }: { readonly parallelism: number; readonly height: number }): ReactNode {
  return (
    <>
      {parallelism > 1 && <rect className="node-sheet" x="6" y="-6" width={nodeWidth} height={height} rx="3" />}
      {parallelism > 2 && <rect className="node-sheet" x="3" y="-3" width={nodeWidth} height={height} rx="3" />}
    </>
  );
}

function Wall({ data }: { readonly data: OperatorNodeData }): ReactNode {
  let wall = "";
  let mouths = "";
  let top = 1.5;
  data.inputs.forEach((_, index) => {
    const y = portY(index, data.inputs.length, data.height);
    wall += `M4 ${top}V${y - mouth}`;
    mouths += `M-1 ${y - mouth}h9M-1 ${y + mouth}h9`;
    top = y + mouth;
  });
  return (
    <>
      <path className="node-wall" d={`${wall}M4 ${top}V${data.height - 1.5}`} />
      <path className="node-mouth" d={mouths} />
    </>
  );
}

/** Several inputs carry their names inside, so the title makes room for them. */
function titleLeft(data: OperatorNodeData): number {
  return data.inputs.length > 1 ? 58 : textLeft(data);
}

function textLeft(data: OperatorNodeData): number {
  return data.inputs.length > 0 ? 17 : 12;
}

function Heading({ data, hideName }: { readonly data: OperatorNodeData; readonly hideName: boolean }): ReactNode {
  const left = titleLeft(data);
  const scale = useTextScale();
  const sides = data.outputs.some(({ tag }) => tag !== undefined);
  if (scale === 0) return null;
  // Where the node is small, that there is one subtask takes no room from its name.
  const hasParallelism = data.parallelism > 1 || scale === 1;
  // Pixels of the screen, as those of the letters: they stay as large as they are.
  const beside = hasParallelism ? 5 + 7 * `×${data.parallelism}`.length : 0;
  return (
    <>
      <svg x={left - 1} y="9" width="14" height="14" className="node-glyph">
        <Icon name={data.glyph} size={14} />
      </svg>
      {!hideName && (
        <text className="node-name" x={left + 17} y="20">
          {truncateMiddle(data.name, Math.floor(((nodeWidth - left - 27) * scale - beside) / 7.2))}
        </text>
      )}
      {hasParallelism && (
        <text className="node-parallelism" x={nodeWidth - 10} y="20">
          ×{data.parallelism}
        </text>
      )}
      <text className="node-description" x={left} y="40">
        {truncateEnd(data.description, Math.floor((nodeWidth - left - (sides ? 12 : 10)) / 6.6))}
      </text>
      {data.inputs.length > 1 &&
        data.inputs.map((input, index) => (
          <text
            key={input.name}
            className="node-port-label"
            x="14"
            y={portY(index, data.inputs.length, data.height) + 4}
          >
            {truncateEnd(textOf(input.label), 7)}
          </text>
        ))}
      {sides &&
        data.outputs.map(
          (output, index) =>
            output.tag !== undefined && (
              <text
                key={output.name}
                className="node-port-label is-output"
                x={nodeWidth - 10}
                y={portY(index, data.outputs.length, data.height) + 4}
              >
                {truncateEnd(textOf(output.label), 16)}
              </text>
            ),
        )}
    </>
  );
}

function Ports({ data }: { readonly data: OperatorNodeData }): ReactNode {
  return (
    <>
      {data.inputs.map((input, index) => (
        <WallPort
          key={input.name}
          operator={data.id}
          name={input.name}
          y={portY(index, data.inputs.length, data.height)}
        />
      ))}
      {data.outputs.map((output, index) => (
        <Spout
          key={output.name}
          operator={data.id}
          output={output}
          y={portY(index, data.outputs.length, data.height)}
        />
      ))}
    </>
  );
}

type PortState = "" | "valid" | "invalid" | "current valid" | "current invalid";

function portStateIn(mode: CanvasMode, operator: string, port: string): PortState {
  if (mode.kind !== "connecting") return "";
  const index = mode.targets.findIndex((target) => samePort(target.port, { operator, port }));
  const target = mode.targets[index];
  if (!target) return "";
  const state = target.verdict.allowed ? "valid" : "invalid";
  return mode.numbered && index === mode.current ? `current ${state}` : state;
}

function WallPort({
  operator,
  name,
  y,
}: {
  readonly operator: string;
  readonly name: string;
  readonly y: number;
}): ReactNode {
  const workbench = useWorkbench();
  const state = useCanvasMode((mode) => portStateIn(mode, operator, name));
  const number = useCanvasMode((mode) =>
    mode.kind === "connecting" && mode.numbered
      ? mode.targets.find((target) => samePort(target.port, { operator, port: name }))?.number
      : undefined,
  );
  return (
    <Handle
      type="target"
      id={name}
      position={Side.Left}
      isConnectableStart={false}
      className={`port is-wall ${state}`}
      style={{ left: 0, top: y, width: hitArea, height: hitArea }}
      onClick={() => finishConnecting(workbench, { operator, port: name })}
    >
      <svg width="24" height="24" viewBox="-12 -12 24 24" aria-hidden="true">
        {state.endsWith("invalid") ? (
          <path className="port-cross" d="M-6 -7l12 14m0-14l-12 14" />
        ) : (
          state !== "" && <rect className="port-ring" x="-9" y="-12" width="18" height="24" />
        )}
      </svg>
      {number !== undefined && <span className="port-number">{number}</span>}
    </Handle>
  );
}

function Spout({
  operator,
  output,
  y,
}: {
  readonly operator: string;
  readonly output: OutputPort;
  readonly y: number;
}): ReactNode {
  const t = useText("canvas");
  return (
    <Handle
      type="source"
      id={output.name}
      position={Side.Right}
      isConnectableEnd={false}
      className="port is-spout"
      title={t("port.drag")}
      data-connect-from={`${operator} ${output.name}`}
      style={{ left: nodeWidth + 4, top: y, width: hitArea, height: hitArea }}
    >
      <svg width="24" height="24" viewBox="-12 -12 24 24" aria-hidden="true">
        <path className="port-spout" d={`M-4 -6l${spoutLength} 6-${spoutLength} 6z`} />
        <path className="port-spout is-hovered" d="M-4 -9l11 9-11 9z" />
      </svg>
    </Handle>
  );
}

/** Four corners, 12 px each, 5 px out. */
function ticks(height: number): string {
  const right = nodeWidth;
  return `M-5 7V-5h12M${right - 7} -5h12v12M${right + 5} ${height - 7}v12h-12M7 ${height + 5}h-12v-12`;
}
