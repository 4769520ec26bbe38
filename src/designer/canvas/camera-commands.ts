import { getNodesBounds, getViewportForBounds, useReactFlow, useStoreApi, type Node, type Rect, type Viewport } from "@xyflow/react";
import { useEffect, useLayoutEffect, useRef, type RefObject } from "react";
import type { Position } from "../document/document-change.ts";
import { useDocument, useWorkbench } from "../workspace/workbench-context.ts";
import { readableFrom } from "./detail-level.ts";

const margin = 24;

/** Paper left free round a graph that is fitted, and how large it may get. */
export const fitOptions = { padding: "40px", maxZoom: 1 } as const;

/**
 * Ties React Flow's camera, pointer and focus to the commands while the calling view is mounted. `onLook` hears when somebody else's camera
 * is taken over.
 */
export function useCameraCommands(region: RefObject<HTMLElement | null>, onLook?: () => void): void {
  const workbench = useWorkbench();
  const flow = useReactFlow();
  const store = useStoreApi();
  const pointer = usePointer(region);
  useEffect(() => {
    const duration = (): number =>
      Number.parseFloat(getComputedStyle(document.documentElement).getPropertyValue("--dur-camera")) || 0;
    const middle = (): Position => middleOf(region.current);
    return workbench.canvas.register({
      zoomTo: (to) => void flow.zoomTo(to, { duration: duration() }),
      zoomBy: (factor) => void flow.zoomTo(flow.getZoom() * factor, { duration: duration() }),
      // The nodes of a fresh edit are in React Flow's store by the next frame.
      fit: (operators) => requestAnimationFrame(() => fitNodes(flow, store.getState(), duration(), operators)),
      toWorld: (screen) => flow.screenToFlowPosition(screen),
      toScreen: (world) => flow.flowToScreenPosition(world),
      pointer: () => flow.screenToFlowPosition(pointer.current ?? middle()),
      middle: () => flow.screenToFlowPosition(middle()),
      camera: () => {
        const { x, y } = flow.screenToFlowPosition(middle(), { snapToGrid: false });
        return { x: Math.round(x), y: Math.round(y), zoom: Math.round(flow.getZoom() * 1000) / 1000 };
      },
      look: ({ x, y, zoom }) => {
        onLook?.();
        void flow.setCenter(x, y, { zoom });
      },
      // The pane stands before the nodes in the page, and takes no focus; without a node it is the region that does.
      focus: () => {
        const node = region.current?.querySelector<HTMLElement>(".react-flow__node[tabindex='0']");
        (node ?? region.current?.closest<HTMLElement>("[data-region]"))?.focus();
      },
      reveal: (operator) => {
        // The node of a fresh edit is mounted by the next frame.
        requestAnimationFrame(() => {
          revealNode(flow, store.getState(), operator);
          region.current
            ?.querySelector<HTMLElement>(`.react-flow__node[data-id="${CSS.escape(operator)}"]`)
            ?.focus({ preventScroll: true });
        });
      },
    });
  }, [flow, onLook, pointer, region, store, workbench]);
  // A panel that opens takes room: what is selected never ends up beyond it.
  useEffect(
    () =>
      store.subscribe((state, before) => {
        const [operator] = workbench.workspace.selection.operators;
        if (operator !== undefined && (state.width !== before.width || state.height !== before.height))
          revealNode(flow, state, operator);
      }),
    [flow, store, workbench],
  );
}

/** Where the pointer is on the screen, while it is over the region. */
function usePointer(region: RefObject<HTMLElement | null>): RefObject<Position | undefined> {
  const pointer = useRef<Position | undefined>(undefined);
  useEffect(() => {
    const element = region.current;
    const track = (event: PointerEvent): void => {
      pointer.current = { x: event.clientX, y: event.clientY };
    };
    const forget = (): void => {
      pointer.current = undefined;
    };
    element?.addEventListener("pointermove", track);
    element?.addEventListener("pointerleave", forget);
    return () => {
      element?.removeEventListener("pointermove", track);
      element?.removeEventListener("pointerleave", forget);
    };
  }, [region]);
  return pointer;
}

function middleOf(element: HTMLElement | null): Position {
  const box = element?.getBoundingClientRect();
  return box ? { x: box.left + box.width / 2, y: box.top + box.height / 2 } : { x: 0, y: 0 };
}

type Flow = ReturnType<typeof useReactFlow>;

interface Room {
  readonly width: number;
  readonly height: number;
}

interface FitRoom extends Room {
  readonly minZoom: number;
}

/** React Flow's own fit waits until it has measured all nodes; these come with their sizes. */
function fitNodes(flow: Flow, room: FitRoom, duration: number, operators: readonly string[] | undefined): void {
  const nodes = operators ? operators.flatMap((id) => flow.getNode(id) ?? []) : flow.getNodes();
  if (nodes.length === 0 || room.width === 0) return;
  const fitted = viewportFor(flow.getNodesBounds(nodes), room);
  // A camera that stands there already moves nothing, frame after frame.
  const { x, y, zoom } = flow.getViewport();
  if (fitted.x !== x || fitted.y !== y || fitted.zoom !== zoom) void flow.setViewport(fitted, { duration });
}

function viewportFor(bounds: Rect, { width, height, minZoom }: FitRoom): Viewport {
  const { padding, maxZoom } = fitOptions;
  const { x, y, zoom } = getViewportForBounds(bounds, width, height, minZoom, maxZoom, padding);
  // Of a graph that is too long for the smallest picture its beginning is shown, not its middle.
  const start = (at: number, from: number, size: number, room: number): number => (size * zoom > room - 80 ? 40 - from * zoom : at);
  return { x: start(x, bounds.x, bounds.width, width), y: start(y, bounds.y, bounds.height, height), zoom };
}

/**
 * Another document is seen whole from its first picture on: where the one before it was looked at, a large one would be drawn in parts,
 * and again with each step of a camera that travels. [UI62]
 */
export function useFitWhenOpened(nodes: readonly Node[]): void {
  const { editor } = useWorkbench();
  const flow = useReactFlow();
  const store = useStoreApi();
  const id = useDocument((state) => state.id);
  const document = useDocument((state) => state.document);
  const last = useRef({ id, document });
  useLayoutEffect(() => {
    const before = last.current;
    last.current = { id, document };
    // An example that is edited and a link that is adopted get another id and are the same drawing.
    const isOther = id !== before.id && document !== before.document && editor.state.past.length === 0;
    const room = store.getState();
    if (!isOther || nodes.length === 0 || room.width === 0) return;
    const { width, height, minZoom } = room;
    void flow.setViewport(viewportFor(getNodesBounds([...nodes]), { width, height, minZoom: openingZoom(nodes.length, minZoom) }));
  }, [id, document, nodes, editor, flow, store]);
}

/** A drawing of so many elements is opened no smaller than its names can be read: in a narrow window at its beginning. [UI118] */
const readableMax = 40;

/** The smallest zoom at which a document is opened; `least` is that of the canvas. */
export const openingZoom = (elements: number, least: number): number => (elements > readableMax ? least : Math.max(least, readableFrom));

function revealNode(flow: Flow, { width, height }: Room, id: string): void {
  const node = flow.getInternalNode(id);
  if (!node) return;
  const { x, y, zoom } = flow.getViewport();
  const at = node.internals.positionAbsolute;
  const shift = (start: number, size: number, room: number): number =>
    Math.max(0, margin - start) || Math.min(0, room - margin - start - size);
  const dx = shift(at.x * zoom + x, (node.width ?? 0) * zoom, width);
  const dy = shift(at.y * zoom + y, (node.height ?? 0) * zoom, height);
  if (dx !== 0 || dy !== 0) void flow.setViewport({ x: x + dx, y: y + dy, zoom });
}
