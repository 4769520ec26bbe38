import { ReactFlow, ReactFlowProvider, useStoreApi } from "@xyflow/react";
import type { Edge, Node, ReactFlowState } from "@xyflow/react";
import { Suspense, useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { MouseEvent, ReactNode, RefObject } from "react";
import { headOfChain } from "../../stream/indices.ts";
import type { TaskIndex } from "../../stream/indices.ts";
import { useCameraCommands } from "../canvas/camera-commands.ts";
import { ZoomButtons } from "../canvas/zoom-buttons.tsx";
import { loadLateMessages } from "../i18n/language.ts";
import { useText } from "../i18n/use-text.ts";
import { lastRecovery } from "../run/recovery.ts";
import type { RunPlayer } from "../run/run-player.ts";
import { Shelf } from "../shelf/shelf.tsx";
import { useFailure } from "../workspace/use-failure.ts";
import { lazyView } from "../workspace/lazy-view.tsx";
import { ViewBoundary } from "../workspace/view-boundary.tsx";
import { FollowNote } from "./follow-note.tsx";
import { BundleBar, useBundling } from "./bundle-bar.tsx";
import { worstReader } from "./bundles.ts";
import { HitCard } from "./hit-card.tsx";
import type { Hit } from "./hit.ts";
import { layoutOf } from "./layout.ts";
import type { Layout } from "./layout.ts";
import { Overlay } from "./overlay.ts";
import { drawnInPicture } from "./picture-legend.ts";
import { PastBanner } from "./past-banner.tsx";
import { channelNodeOf, focusNodeTypes, nodesOf } from "./focus-nodes.tsx";
import { roomFor, useFit } from "./use-fit.ts";
import type { Room } from "./use-fit.ts";
import { useWalk } from "./use-walk.ts";
import "@xyflow/react/dist/base.css";
import "./physical.css";
import { useSession, useSessionState, useWorkbench } from "../workspace/workbench-context.ts";
import type { MenuSubject } from "../workspace/context-menu.ts";
import type { Workbench } from "../workspace/workbench.ts";

/** Fills the canvas region: the running session with everything that moves in it, and the shelf. */
export function PhysicalView(): ReactNode {
  const session = useSession();
  const text = useText("run");
  useSessionState(({ phase, branches }) => `${phase} ${branches.length}`);
  const player = usePlayer();
  if (!player) {
    return (
      <div className="physical empty">
        <p>{text(session.store.getState().phase === "starting" ? "empty.starting" : "empty.nothing")}</p>
      </div>
    );
  }
  return (
    <ReactFlowProvider key={player.header.jobId}>
      <PhysicalCanvas player={player} />
    </ReactFlowProvider>
  );
}

/** The player there is; changes only when another run begins. */
function usePlayer(): RunPlayer | undefined {
  const session = useSession();
  return useSessionState(() => session.player);
}

/** Comes with the words it says. */
const RecoveryPanel = lazyView(async () => {
  const [{ RecoveryPanel: component }] = await Promise.all([import("./recovery-panel.tsx"), loadLateMessages()]);
  return component;
});

const noEdges: Edge[] = [];

function PhysicalCanvas({ player }: { readonly player: RunPlayer }): ReactNode {
  const workbench = useWorkbench();
  const frame = useRef<HTMLDivElement>(null);
  const moved = useRef(false);
  const [room, setRoom] = useState<Room>();
  const onMoved = useCallback(() => {
    moved.current = true;
    if (workbench.workspace.state.firstRun) workbench.workspace.set({ firstRun: false });
  }, [workbench]);
  useEffect(() => {
    const element = frame.current;
    if (!element) return;
    const observer = new ResizeObserver(() => {
      if (!moved.current) setRoom({ width: element.clientWidth, height: element.clientHeight });
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  const { opened, bundling } = useBundling(player);
  const layout = useMemo(() => {
    return room && layoutOf(player.header.topology, { ...roomFor(room), ...(opened && { opened }) });
  }, [player, room, opened]);
  return (
    <div className="physical" ref={frame}>
      {layout && <Stage player={player} layout={layout} moved={moved} onMoved={onMoved} />}
      {layout && bundling && <BundleBar layout={layout} bundling={bundling} />}
    </div>
  );
}

interface StageProps {
  readonly player: RunPlayer;
  readonly layout: Layout;
  /** The person has panned or zoomed: the camera is theirs. */
  readonly moved: RefObject<boolean>;
  readonly onMoved: () => void;
}

function Stage({ player, layout, moved, onMoved }: StageProps): ReactNode {
  const workbench = useWorkbench();
  const text = useText("run");
  const canvas = useRef<HTMLCanvasElement>(null);
  const stage = useRef<HTMLDivElement>(null);
  const [hit, setHit] = useState<Hit>();
  const walking = useWalk({ stage, player, layout, choose: (chosen) => selectHit(workbench, player, chosen), onMoved });
  const overlay = useOverlay(canvas, layout, walking.channel);
  const subtaskNodes = useMemo(() => nodesOf(player.header, layout), [player, layout]);
  const nodes = useMemo<Node[]>(
    () => [...subtaskNodes, ...channelNodeOf(player.header.topology, layout, walking.channel)],
    [subtaskNodes, player, layout, walking.channel],
  );
  const recovered = useSessionState(() => lastRecovery(player) !== undefined);
  useFit(layout, moved, recovered);
  useCameraCommands(stage, onMoved);

  const hitAt = (event: MouseEvent): Hit | undefined => {
    const bounds = canvas.current?.getBoundingClientRect();
    return bounds && overlay.current?.hit(event.clientX - bounds.left, event.clientY - bounds.top);
  };
  const onLeave = (): void => {
    setHit(undefined);
    workbench.canvas.pointAt(undefined);
  };
  const onMove = (event: MouseEvent): void => {
    const next = isOnPicture(event) ? hitAt(event) : undefined;
    setHit((before) => (sameHit(before, next) ? before : next));
    workbench.canvas.pointAt(next?.kind === "element" && next.element.form === "record" ? next.element.id : undefined);
  };
  const onClick = (event: MouseEvent): void => {
    if (!isOnPicture(event)) return;
    const clicked = hitAt(event);
    setHit(clicked);
    selectHit(workbench, player, clicked);
  };
  const onContextMenu = (event: MouseEvent): void => {
    if (!isOnPicture(event)) return;
    const pressed = hitAt(event);
    setHit(undefined);
    if (pressed) choose(workbench, player, pressed);
    workbench.contextMenu.show(event, menuSubject(pressed));
  };
  const card = hit && overlay.current ? overlay.current.toScreen(hit.at) : undefined;
  return (
    <div
      ref={stage}
      className="stage"
      onMouseMove={onMove}
      onMouseLeave={onLeave}
      onClick={onClick}
      onContextMenu={onContextMenu}
      onKeyDown={walking.onKeyDown}
      onFocus={walking.onFocus}
      onBlur={walking.onBlur}
    >
      <ReactFlow
        nodes={nodes}
        edges={noEdges}
        nodeTypes={focusNodeTypes}
        nodesDraggable={false}
        nodesConnectable={false}
        elementsSelectable={false}
        nodesFocusable
        autoPanOnNodeFocus={false}
        zIndexMode="manual"
        minZoom={0.08}
        maxZoom={3}
        attributionPosition="bottom-right"
        aria-label={text("canvas.name")}
        onMove={(event) => {
          if (!event) return;
          onMoved();
          setHit(undefined);
        }}
      />
      <canvas ref={canvas} className="overlay" aria-hidden="true" />
      {hit && card && <HitCard hit={hit} player={player} x={card.x} y={card.y} />}
      <PastBanner />
      {recovered && (
        <Suspense>
          <RecoveryPanel closes />
        </Suspense>
      )}
      <ZoomButtons legend={() => drawnInPicture(player.view, player.now)} />
      <FollowNote />
      <ViewBoundary view="shelf" shows={[player]}>
        <Shelf />
      </ViewBoundary>
    </div>
  );
}

/** Not on what stands in front of it: the shelf, a banner. */
const isOnPicture = ({ target }: MouseEvent): boolean => target instanceof Element && target.closest(".react-flow") !== null;

function sameHit(a: Hit | undefined, b: Hit | undefined): boolean {
  if (a?.kind !== b?.kind || !a || !b) return a === b;
  if (a.kind === "element" && b.kind === "element") return a.element.id === b.element.id && a.element.where === b.element.where;
  if (a.kind === "channel" && b.kind === "channel") return a.channel === b.channel;
  if (a.kind === "bundle" && b.kind === "bundle") return a.bundle === b.bundle;
  return a.kind === "subtask" && b.kind === "subtask" && a.subtask === b.subtask && a.part === b.part;
}

/** Selects what was clicked and shows it in the inspector, which opens for it. [UI115] */
function selectHit(workbench: Workbench, player: RunPlayer, hit: Hit | undefined): void {
  if (!hit) return workbench.workspace.select({});
  workbench.workspace.openInspector();
  choose(workbench, player, hit);
}

/** What a menu at the place of a hit is about. */
function menuSubject(hit: Hit | undefined): MenuSubject {
  if (!hit || hit.kind === "bundle") return { kind: "picture" };
  if (hit.kind !== "element") return hit;
  const { form, checkpointId, channel, holder } = hit.element;
  if (form === "record") return { kind: "record", seq: hit.element.id, subtask: holder };
  if (form === "barrier" && checkpointId !== undefined) return { kind: "checkpoint", id: checkpointId };
  return channel === undefined ? { kind: "picture" } : { kind: "channel", channel };
}

function choose({ workspace }: Workbench, player: RunPlayer, hit: Hit): void {
  const { topology } = player.header;
  if (hit.kind === "bundle") {
    const subtask = worstReader(player.view, hit.bundle);
    return subtask === undefined ? workspace.select({}) : workspace.select({ subtask, operators: operatorsOf(player, subtask) });
  }
  const subtask = hit.kind === "subtask" ? hit.subtask : hit.kind === "element" ? hit.element.holder : undefined;
  if (subtask !== undefined) return workspace.select({ subtask, operators: operatorsOf(player, subtask) });
  if (hit.kind === "subtask") return;
  const channel = hit.kind === "channel" ? hit.channel : hit.element.channel;
  const ends = channel === undefined ? undefined : topology.channels[channel];
  if (channel === undefined || !ends) return;
  const edges = [player.header.origins.edges[ends.edge] ?? ""];
  workspace.select({ channel, subtask: ends.to, operators: operatorsOf(player, ends.to), edges });
}

function operatorsOf({ header }: RunPlayer, subtask: TaskIndex): readonly string[] {
  const vertex = header.topology.vertices[header.topology.subtasks[subtask]?.vertex ?? -1];
  const operator = vertex?.operators.find(({ role }) => role === "operator") ?? vertex?.operators[headOfChain];
  return operator ? [header.origins.nodes[operator.node] ?? ""] : [];
}

function useOverlay(
  canvas: { readonly current: HTMLCanvasElement | null },
  layout: Layout,
  focused: number | undefined,
): { readonly current: Overlay | undefined } {
  const workbench = useWorkbench();
  const session = useSession();
  const text = useText("run");
  const api = useStoreApi();
  const fail = useFailure();
  const overlay = useRef<Overlay>(undefined);
  const words = useRef(text);
  const focus = useRef(focused);
  useEffect(() => {
    words.current = text;
    focus.current = focused;
    session.frames.wake();
  });
  const language = text("language");
  useEffect(() => {
    const element = canvas.current;
    if (!element) return;
    const made = new Overlay(element, session, layout, {
      camera: () => cameraOf(api.getState()),
      words: (key, values) => words.current(key, values),
      selected: () => {
        const { subtask, channel } = workbench.workspace.selection;
        return { subtask: channel === undefined ? subtask : undefined, channel };
      },
      focused: () => focus.current,
      reducedMotion,
      notes: () => workbench.workspace.state.firstRun,
      onFailure: fail,
    });
    overlay.current = made;
    const refresh = (): void => {
      made.refreshTheme();
      session.frames.wake();
    };
    const wake = (): void => session.frames.wake();
    const forgets = [api.subscribe(wake), workbench.workspace.store.subscribe(wake)];
    const observer = new MutationObserver(refresh);
    observer.observe(document.documentElement, {
      attributes: true,
      attributeFilter: ["data-theme", "data-motion", "lang", "class"],
    });
    void document.fonts.ready.then(refresh);
    return () => {
      observer.disconnect();
      for (const forget of forgets) forget();
      made.dispose();
      overlay.current = undefined;
    };
  }, [canvas, session, layout, api, fail, workbench]);
  useEffect(() => overlay.current?.refreshTheme(), [language]);
  return overlay;
}

const cameraOf = ({ transform: [x, y, zoom] }: ReactFlowState): { x: number; y: number; zoom: number } => ({ x, y, zoom });

const systemReduces = matchMedia("(prefers-reduced-motion: reduce)");

/** The system asks for it or the person chose it. */
function reducedMotion(): boolean {
  const { motion } = document.documentElement.dataset;
  return motion === "none" || (motion !== "full" && systemReduces.matches);
}
