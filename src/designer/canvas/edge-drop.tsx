import { useEffect, type ReactNode } from "react";
import { useCanvasMode, useWorkbench } from "../workspace/workbench-context.ts";
import { setKeyBy } from "./key-by.ts";

/** A key that is dragged from the palette is for the edge it is let go over; over nothing it is for none. [UI165] */
export function EdgeDrop(): ReactNode {
  const workbench = useWorkbench();
  const dragging = useCanvasMode((mode) => mode.kind === "choosingEdge" && mode.dragging);
  useEffect(() => {
    if (!dragging) return undefined;
    const drop = ({ clientX, clientY }: PointerEvent): void => {
      const { mode } = workbench.modes;
      const edge = document.elementFromPoint(clientX, clientY)?.closest<Element>(".react-flow__edge")?.getAttribute("data-id");
      if (mode.kind === "choosingEdge" && edge && mode.edges.includes(edge)) setKeyBy(workbench, edge);
      else workbench.modes.leave();
    };
    const cancel = (event: KeyboardEvent): void => {
      if (event.code === "Escape") workbench.modes.leave();
    };
    window.addEventListener("pointerup", drop, true);
    window.addEventListener("keydown", cancel);
    return () => {
      window.removeEventListener("pointerup", drop, true);
      window.removeEventListener("keydown", cancel);
    };
  }, [dragging, workbench]);
  return null;
}
