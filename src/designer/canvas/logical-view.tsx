import {
  Background,
  BackgroundVariant,
  MiniMap,
  ReactFlow,
  ReactFlowProvider,
  type Connection,
  type EdgeTypes,
  type NodeChange,
  type NodeTypes,
  type OnConnectStart,
} from "@xyflow/react";
import { useCallback, useMemo, useRef, useState, type MouseEvent, type ReactNode } from "react";
import { diagnosticText } from "../analysis/diagnostic-text.ts";
import { applyChange, notesOf } from "../document/apply-change.ts";
import type { Position } from "../document/document-change.ts";
import { indexOf } from "../document/document-index.ts";
import { hits } from "../document/insert-changes.ts";
import { useText } from "../i18n/use-text.ts";
import { nothingSelected } from "../workspace/workspace.ts";
import { landedChange, sayLanded } from "./add-operator.ts";
import { fitOptions, openingZoom, useFitWhenOpened } from "./camera-commands.ts";
import { CanvasCamera } from "./canvas-camera.tsx";
import { samePort } from "../workspace/canvas-mode.ts";
import { beginConnecting, finishConnecting } from "./connecting.ts";
import { ConnectionTip, letGo, targetAt } from "./connection-tip.tsx";
import { DrawnDetail } from "./detail.tsx";
import { EdgeDrop } from "./edge-drop.tsx";
import { EmptyCanvas } from "./empty-canvas.tsx";
import { ConnectionLine, FlumeEdge } from "./flume-edge.tsx";
import { GesturePreview, soleOperator } from "./gesture-preview.tsx";
import { graphElements, type LogicalFlowNode } from "./graph-elements.ts";
import { grid } from "../document/places.ts";
import { setKeyBy } from "./key-by.ts";
import { landingOf, nowhere } from "./landing.ts";
import { NoteNodeView } from "./note-node-view.tsx";
import { OperatorNodeView } from "./operator-node-view.tsx";
import { StickyConnection } from "./sticky-connection.tsx";
import "./canvas.css";
import { isReadOnly } from "../document/editor.ts";
import { useAnalysis, useCanvasMode, useDocument, useWorkbench, useWorkspace } from "../workspace/workbench-context.ts";
import type { Workbench } from "../workspace/workbench.ts";

const nodeTypes: NodeTypes = { operator: OperatorNodeView, note: NoteNodeView };
const edgeTypes: EdgeTypes = { flume: FlumeEdge };
/** Elements up to which all of a drawing is in the page, in sight or not. [UI62] */
const drawnWhole = 150;
const panButtons = [1, 2];
const snapGrid: [number, number] = [grid, grid];

/** The job as it is drawn and edited. */
export function LogicalView(): ReactNode {
  return (
    <ReactFlowProvider>
      <DrawnDetail>
        <LogicalCanvas />
      </DrawnDetail>
    </ReactFlowProvider>
  );
}

/** Zoom at which the largest drawing is still in sight. */
const smallest = 0.1;

function LogicalCanvas(): ReactNode {
  const t = useText("canvas");
  const region = useRef<HTMLDivElement>(null);
  const { nodes, edges, dragged, drag, dropped, empty } = useGraph();
  const [fitAtFirst] = useState(!empty);
  const [firstFit] = useState(() => ({ ...fitOptions, minZoom: openingZoom(nodes.length, smallest) }));
  useFitWhenOpened(nodes);
  const workbench = useWorkbench();
  const readOnly = useDocument(isReadOnly);

  const onNodesChange = useCallback(
    (changes: NodeChange<LogicalFlowNode>[]) => {
      drag(changes);
      const selected = changes.filter((change) => change.type === "select");
      if (selected.length > 0) applySelection(workbench, selected, (id) => nodes.find((node) => node.id === id)?.type === "note");
    },
    [drag, nodes, workbench],
  );
  const onConnectStart = useCallback<OnConnectStart>(
    (_, { nodeId, handleId }) => {
      if (nodeId !== null && handleId !== null) beginConnecting(workbench, { operator: nodeId, port: handleId }, "drag");
    },
    [workbench],
  );
  const onClick = useCallback(
    (event: MouseEvent) => {
      const from = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-connect-from]") : null;
      const [operator, port] = from?.dataset["connectFrom"]?.split(" ") ?? [];
      if (operator !== undefined && port !== undefined && !readOnly)
        beginConnecting(workbench, { operator, port }, "click");
    },
    [readOnly, workbench],
  );
  return (
    <div ref={region} className="logical-view" onClick={onClick}>
      <ReactFlow
        nodes={nodes}
        edges={edges}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        onNodesChange={onNodesChange}
        onNodeDragStop={dropped}
        onSelectionDragStop={dropped}
        onConnectStart={onConnectStart}
        onConnect={(connection) => joinDragged(workbench, connection)}
        onConnectEnd={(event) => leaveDragged(workbench, event)}
        isValidConnection={(connection) => mayConnect(workbench, connection)}
        connectionLineComponent={ConnectionLine}
        connectOnClick={false}
        connectionRadius={28}
        onNodeClick={(event, node) => {
          if (node.type === "operator" && !joinsSelection(event)) workbench.workspace.openInspector();
        }}
        onNodeDoubleClick={(_, node) => {
          if (node.type === "operator" && !readOnly) workbench.modes.enter({ kind: "renaming", operator: node.id });
        }}
        onNodeContextMenu={(event, node) => showNodeMenu(workbench, event, node)}
        onSelectionContextMenu={(event, [node]) => node && showNodeMenu(workbench, event, node)}
        onEdgeContextMenu={(event, edge) => {
          if (!workbench.workspace.selection.edges.includes(edge.id)) workbench.workspace.select({ edges: [edge.id] });
          workbench.contextMenu.show(event, { kind: "edge", id: edge.id });
        }}
        onPaneContextMenu={(event) => workbench.contextMenu.show(event, { kind: "canvas" })}
        onEdgeClick={(_, edge) => clickEdge(workbench, edge.id)}
        onPaneClick={() => workbench.workspace.select(nothingSelected)}
        nodesDraggable={!readOnly}
        nodesConnectable={!readOnly}
        edgesFocusable
        disableKeyboardA11y
        deleteKeyCode={null}
        selectionOnDrag
        panOnDrag={panButtons}
        panOnScroll
        zoomOnDoubleClick={false}
        autoPanOnNodeFocus={false}
        multiSelectionKeyCode={["Shift", "Meta", "Control"]}
        snapToGrid
        snapGrid={snapGrid}
        minZoom={smallest}
        maxZoom={2}
        // Of a large drawing only what is in sight is in the page.
        onlyRenderVisibleElements={nodes.length > drawnWhole}
        fitView={fitAtFirst}
        fitViewOptions={firstFit}
        zIndexMode="manual"
        attributionPosition="bottom-center"
        aria-label={t("label")}
      >
        <Background variant={BackgroundVariant.Dots} gap={24} size={2} />
        <MiniMap
          className="minimap"
          pannable
          zoomable
          ariaLabel={t("minimap")}
          nodeBorderRadius={0}
          style={{ width: 138, height: 88 }}
        />
        <GesturePreview dragged={dragged} />
        <CanvasCamera region={region} />
      </ReactFlow>
      <StickyConnection />
      <EdgeDrop />
      <ConnectionTip canvas={region} />
      {empty && <EmptyCanvas />}
    </div>
  );
}

/** What is pressed is selected, unless it is one of several that are. */
function showNodeMenu(workbench: Workbench, event: MouseEvent, { id, type }: LogicalFlowNode): void {
  const { workspace, contextMenu } = workbench;
  const { operators, notes } = workspace.selection;
  const isNote = type === "note";
  if (!operators.includes(id) && !notes.includes(id)) workspace.select(isNote ? { notes: [id] } : { operators: [id] });
  contextMenu.show(event, { kind: isNote ? "note" : "operator", id });
}

function joinDragged(workbench: Workbench, { target, targetHandle }: Connection): void {
  if (targetHandle !== null) finishConnecting(workbench, { operator: target, port: targetHandle });
}

/** The body of an operator with one input takes the edge as its port does; empty canvas asks what follows. */
function leaveDragged(workbench: Workbench, event: globalThis.MouseEvent | TouchEvent): void {
  const { mode } = workbench.modes;
  if (mode.kind !== "connecting" || mode.sticky) return;
  const at = "changedTouches" in event ? event.changedTouches[0] : event;
  const hit = at && targetAt(workbench, at);
  if (hit?.verdict.allowed) finishConnecting(workbench, hit.port);
  else if (at) letGo(workbench, mode.from, at);
  else workbench.modes.leave();
}

function mayConnect(workbench: Workbench, connection: { target: string; targetHandle?: string | null }): boolean {
  const { mode } = workbench.modes;
  if (mode.kind !== "connecting") return false;
  const port = { operator: connection.target, port: connection.targetHandle ?? "" };
  return mode.targets.some((target) => samePort(target.port, port) && target.verdict.allowed);
}

function applySelection(workbench: Workbench, 
  changes: readonly { readonly id: string; readonly selected: boolean }[],
  isNote: (id: string) => boolean,
): void {
  const { selection } = workbench.workspace.state;
  const chosen = new Set([...selection.operators, ...selection.notes]);
  for (const { id, selected } of changes) {
    if (selected) chosen.add(id);
    else chosen.delete(id);
  }
  const ids = [...chosen];
  workbench.workspace.select({ operators: ids.filter((id) => !isNote(id)), notes: ids.filter(isNote) });
}

/** Document, analysis and selection as React Flow's elements, with the positions of a drag on top. */
function useGraph(): {
  readonly nodes: LogicalFlowNode[];
  readonly edges: ReturnType<ReturnType<typeof graphElements>>["edges"];
  readonly dragged: Readonly<Record<string, Position>>;
  readonly drag: (changes: readonly NodeChange<LogicalFlowNode>[]) => void;
  readonly dropped: () => void;
  readonly empty: boolean;
} {
  const workbench = useWorkbench();
  const { catalog } = workbench;
  const document = useDocument((state) => state.document);
  const analysis = useAnalysis((state) => state);
  const selection = useWorkspace((state) => state.selection);
  const [dragged, setDragged] = useState<Readonly<Record<string, Position>>>({});
  const latest = useRef(dragged);
  const words = useText("diagnostics");
  const [build] = useState(() => graphElements());
  const choosing = useCanvasMode((mode) => (mode.kind === "choosingEdge" ? mode : undefined));
  const tabStop = selection.operators[0] ?? document.operators[0]?.id;
  const elements = useMemo(
    () => build({ document, analysis, catalog, selection, dragged, choosing, tabStop, messageOf: diagnosticText, words }),
    [document, analysis, catalog, selection, dragged, choosing, tabStop, words, build],
  );
  const drag = useCallback((changes: readonly NodeChange<LogicalFlowNode>[]) => {
    const moved = changes.flatMap((change) =>
      change.type === "position" && change.dragging && change.position ? [[change.id, change.position] as const] : [],
    );
    if (moved.length === 0) return;
    latest.current = { ...latest.current, ...Object.fromEntries(moved) };
    setDragged(latest.current);
  }, []);
  const dropped = useCallback(() => {
    keepPositions(workbench, latest.current);
    latest.current = {};
    setDragged({});
  }, [workbench]);
  return { ...elements, dragged, drag, dropped, empty: document.operators.length === 0 };
}

/** An edge is selected; or it is the one that was asked for. */
function clickEdge(workbench: Workbench, edge: string): void {
  const { mode } = workbench.modes;
  if (mode.kind === "choosingEdge" && mode.edges.includes(edge)) setKeyBy(workbench, edge);
  else {
    workbench.workspace.select({ edges: [edge] });
    workbench.workspace.openInspector();
  }
}

/** A press that adds to the selection, or takes from it, is no wish to see what is pressed. */
const joinsSelection = ({ shiftKey, metaKey, ctrlKey }: MouseEvent): boolean => shiftKey || metaKey || ctrlKey;

/**
 * A drag becomes one edit, with the edges of what it landed on; not where it ends on others. Notes carry their own place; operators have
 * theirs in the layout.
 */
function keepPositions(workbench: Workbench, moved: Readonly<Record<string, Position>>): void {
  const { document } = workbench.editor;
  const notes = notesOf(document).filter((note) => moved[note.id]);
  const operators = Object.fromEntries(Object.entries(moved).filter(([id]) => indexOf(document).operator(id) !== undefined));
  const move = { kind: "move" as const, positions: operators };
  const sole = indexOf(document).operator(soleOperator(moved) ?? "");
  const there = sole && { document: applyChange(document, move).document, analysis: workbench.analysis.state, catalog: workbench.catalog };
  const landing = there ? landingOf(there, sole) : nowhere;
  if (landing.onEdge === undefined && hits(document, operators)) return;
  const changes = notes.map((note) => ({ kind: "setNote" as const, note: { ...note, ...moved[note.id] } }));
  if (changes.length > 0) workbench.editor.edit({ kind: "batch", name: "move", changes: [...changes, move] });
  else if (Object.keys(operators).length > 0) workbench.editor.edit(sole ? landedChange(document, sole.id, move, landing) : move);
  if (sole) sayLanded(workbench, sole.id, landing);
}
