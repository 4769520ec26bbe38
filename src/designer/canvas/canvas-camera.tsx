import { useReactFlow, useStore, useStoreApi } from "@xyflow/react";
import { useEffect, useRef, type ReactNode, type RefObject } from "react";
import type { Position } from "../document/document-change.ts";
import { formatPercent } from "../i18n/format.ts";
import { useText } from "../i18n/use-text.ts";
import { registerCanvas } from "../workspace/canvas-control.ts";
import { detailLevel, type DetailLevel } from "./detail-level.ts";

/** Below this zoom an edge is too short on screen for the name of its partitioner. */
const labelsFrom = 0.75;

const margin = 24;

/** Ties React Flow's camera to the commands, shows the zoom, and tells the style sheet level of detail and scale. */
export function CanvasCamera({ region }: { readonly region: RefObject<HTMLDivElement | null> }): ReactNode {
  const flow = useReactFlow();
  const store = useStoreApi();
  const t = useText("canvas");
  const zoom = useStore((state) => Math.round(state.transform[2] * 100));
  const pointer = useRef<Position | undefined>(undefined);
  useEffect(() => {
    const element = region.current;
    if (!element) return undefined;
    let level: DetailLevel = 3;
    let shown = 0;
    const showLevel = (): void => {
      const scale = store.getState().transform[2];
      if (scale === shown) return;
      shown = scale;
      level = detailLevel(scale, level);
      element.setAttribute("data-detail", String(level));
      element.setAttribute("data-labels", scale < labelsFrom ? "hidden" : "shown");
      element.style.setProperty("--unzoom", String(1 / scale));
    };
    showLevel();
    const unsubscribe = store.subscribe(showLevel);
    const track = (event: PointerEvent): void => {
      pointer.current = { x: event.clientX, y: event.clientY };
    };
    const forget = (): void => {
      pointer.current = undefined;
    };
    element.addEventListener("pointermove", track);
    element.addEventListener("pointerleave", forget);
    return () => {
      unsubscribe();
      element.removeEventListener("pointermove", track);
      element.removeEventListener("pointerleave", forget);
    };
  }, [region, store]);
  useEffect(() => {
    const duration = (): number =>
      Number.parseFloat(getComputedStyle(document.documentElement).getPropertyValue("--dur-camera")) || 0;
    return registerCanvas({
      zoomTo: (to) => void flow.zoomTo(to, { duration: duration() }),
      zoomBy: (factor) => void flow.zoomTo(flow.getZoom() * factor, { duration: duration() }),
      fit: (operators) =>
        void flow.fitView({
          padding: 0.12,
          maxZoom: 1,
          duration: duration(),
          ...(operators && { nodes: operators.map((id) => ({ id })) }),
        }),
      toWorld: (screen) => flow.screenToFlowPosition(screen),
      pointer: () => {
        const box = region.current?.getBoundingClientRect();
        const middle = box ? { x: box.left + box.width / 2, y: box.top + box.height / 2 } : { x: 0, y: 0 };
        return flow.screenToFlowPosition(pointer.current ?? middle);
      },
      focus: () =>
        region.current?.querySelector<HTMLElement>(".react-flow__node[tabindex='0'], .react-flow__pane")?.focus(),
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
  }, [flow, region, store]);
  return (
    <div className="zoom-readout">
      <span className="mono">{formatPercent(zoom / 100)}</span>
      <span>{t("zoomHint")}</span>
    </div>
  );
}

function revealNode(
  flow: ReturnType<typeof useReactFlow>,
  { width, height }: { readonly width: number; readonly height: number },
  id: string,
): void {
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
