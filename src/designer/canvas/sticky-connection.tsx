import { useStoreApi } from "@xyflow/react";
import { useEffect, useRef, type ReactNode } from "react";
import { positionsOf } from "../document/apply-change.ts";
import { portsOf } from "../analysis/connection.ts";
import { flumePath, nodeHeightFor, portY, spoutLength } from "./node-geometry.ts";
import { nodeWidth } from "../document/places.ts";
import { useCanvasMode, useDocument, useWorkbench } from "../workspace/workbench-context.ts";

/** The line from the chosen port to the pointer while a connection is drawn with clicks: React Flow draws only dragged ones. */
export function StickyConnection(): ReactNode {
  const from = useCanvasMode((mode) =>
    mode.kind === "connecting" && mode.sticky && !mode.numbered ? mode.from : undefined,
  );
  const job = useDocument((state) => state.document);
  const workbench = useWorkbench();
  const { catalog } = workbench;
  const store = useStoreApi();
  const path = useRef<SVGPathElement>(null);
  useEffect(() => {
    const operator = job.operators.find(({ id }) => id === from?.operator);
    const svg = path.current?.ownerSVGElement;
    if (!from || !operator || !svg) return undefined;
    const { inputs, outputs } = portsOf(operator, catalog);
    const corner = positionsOf(job)[operator.id] ?? { x: 0, y: 0 };
    const index = outputs.findIndex(({ name }) => name === from.port);
    const start = {
      x: corner.x + nodeWidth + spoutLength,
      y: corner.y + portY(index, outputs.length, nodeHeightFor(inputs.length, outputs.length)),
    };
    const follow = (event: PointerEvent): void => {
      if (workbench.modes.mode.kind !== "connecting") return;
      const [x, y, zoom] = store.getState().transform;
      const box = svg.getBoundingClientRect();
      const end = { x: event.clientX - box.left, y: event.clientY - box.top };
      path.current?.setAttribute("d", flumePath({ x: start.x * zoom + x, y: start.y * zoom + y }, end));
    };
    window.addEventListener("pointermove", follow);
    return () => window.removeEventListener("pointermove", follow);
  }, [from, job, catalog, store, workbench]);
  if (!from) return null;
  return (
    <svg className="sticky-connection" aria-hidden="true">
      <path ref={path} className="connection-line" />
    </svg>
  );
}
