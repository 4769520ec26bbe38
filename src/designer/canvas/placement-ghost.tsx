import { useEffect, useRef, type ReactNode } from "react";
import { Icon } from "../glyph/icon.tsx";
import { textOf } from "../i18n/use-text.ts";
import { addFromPalette } from "./add-operator.ts";
import { useCanvasMode, useWorkbench } from "../workspace/workbench-context.ts";

/**
 * The operator that hangs on the pointer between palette and canvas: dropped by the release of a drag, or by a click when it
 * was picked with one. Pointer events, so it works by touch and pen.
 */
export function PlacementGhost(): ReactNode {
  const workbench = useWorkbench();
  const { catalog } = workbench;
  const type = useCanvasMode((mode) => (mode.kind === "placing" ? mode.type : undefined));
  const dragging = useCanvasMode((mode) => mode.kind === "placing" && mode.dragging);
  const ghost = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (type === undefined) return undefined;
    const follow = (event: PointerEvent): void => {
      if (ghost.current) ghost.current.style.transform = `translate(${event.clientX - 106}px, ${event.clientY - 41}px)`;
      const at = workbench.canvas.control?.toWorld({ x: event.clientX, y: event.clientY });
      if (workbench.modes.mode.kind === "placing") workbench.modes.enter({ kind: "placing", type, dragging, at });
    };
    const drop = (event: PointerEvent): void => {
      if (dragging !== (event.type === "pointerup")) return;
      const over = document.elementFromPoint(event.clientX, event.clientY);
      const canvas = over?.closest(".banner") ? null : over?.closest("[data-region=canvas]");
      if (canvas && workbench.element?.contains(canvas)) {
        event.preventDefault();
        event.stopPropagation();
        addFromPalette(workbench, type, workbench.canvas.control?.toWorld({ x: event.clientX, y: event.clientY }));
        workbench.modes.leave();
      } else if (dragging) workbench.modes.leave();
    };
    const cancel = (event: KeyboardEvent): void => {
      if (event.code === "Escape") workbench.modes.leave();
    };
    window.addEventListener("pointermove", follow);
    window.addEventListener(dragging ? "pointerup" : "pointerdown", drop, true);
    window.addEventListener("keydown", cancel);
    return () => {
      window.removeEventListener("pointermove", follow);
      window.removeEventListener(dragging ? "pointerup" : "pointerdown", drop, true);
      window.removeEventListener("keydown", cancel);
    };
  }, [type, dragging, workbench]);
  const descriptor = type === undefined ? undefined : catalog.find(type);
  if (!descriptor) return null;
  return (
    <div ref={ghost} className="placement-ghost" aria-hidden="true">
      <Icon name={descriptor.glyph} size={14} />
      <b>{textOf(descriptor.label)}</b>
    </div>
  );
}
