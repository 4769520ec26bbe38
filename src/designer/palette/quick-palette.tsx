import { useEffect, useRef, useState, type ReactNode } from "react";
import { guessKey } from "../analysis/connection.ts";
import { addPicked } from "../canvas/add-operator.ts";
import { setKeyBy } from "../canvas/key-by.ts";
import type { Position } from "../document/document-change.ts";
import { indexOf } from "../document/document-index.ts";
import { useText } from "../i18n/use-text.ts";
import type { CanvasMode } from "../workspace/canvas-mode.ts";
import { useAnalysis, useCanvasMode, useDocument, useWorkbench } from "../workspace/workbench-context.ts";
import type { Workbench } from "../workspace/workbench.ts";
import { OperatorSearch, useRefusalWords } from "./operator-search.tsx";
import { keyByItem, sectionsBehind, sectionsBetween, type PaletteEntry } from "./palette-model.ts";

type Picking = Extract<CanvasMode, { readonly kind: "picking" }>;

/** What goes to a place of the drawing: type to filter, Enter takes it there, joined. [UI161] [UI162] */
export function QuickPalette(): ReactNode {
  const picking = useCanvasMode((mode) => (mode.kind === "picking" ? mode : undefined));
  return picking && <PickingPalette key={`${picking.at.x} ${picking.at.y}`} picking={picking} />;
}

function PickingPalette({ picking }: { readonly picking: Picking }): ReactNode {
  const { joins, at } = picking;
  const t = useText("palette");
  const workbench = useWorkbench();
  const { catalog, modes, workspace } = workbench;
  const refusalWords = useRefusalWords();
  const document = useDocument((state) => state.document);
  const analysis = useAnalysis((state) => state);
  const index = indexOf(document);
  const edge = "edge" in joins ? index.edge(joins.edge) : undefined;
  const from = "edge" in joins ? edge?.from : joins.after;
  const schema = from && analysis.outputs.get(from.operator)?.[from.port];
  const nameOf = (id: string | undefined): string => index.operator(id ?? "")?.name ?? "";
  const element = useRef<HTMLDivElement>(null);
  const [corner] = useState(() => cornerNear(workbench, at));
  useEffect(() => {
    const outside = (event: Event): void => {
      if (!(event.target instanceof Node) || !element.current?.contains(event.target)) modes.leave();
    };
    window.addEventListener("pointerdown", outside, true);
    window.addEventListener("wheel", outside, true);
    window.addEventListener("resize", outside);
    return () => {
      window.removeEventListener("pointerdown", outside, true);
      window.removeEventListener("wheel", outside, true);
      window.removeEventListener("resize", outside);
    };
  }, [modes]);
  const leave = (): void => {
    modes.leave();
    workbench.canvas.control?.focus();
  };
  const pick = ({ item, refusal }: PaletteEntry): void => {
    if (refusal) return workspace.announce(refusalWords(refusal));
    if (item === keyByItem) return edge && setKeyBy(workbench, edge.id);
    modes.leave();
    addPicked(workbench, item.type, joins, at);
  };
  const title = edge
    ? t("quick.between", { from: nameOf(edge.from.operator), to: nameOf(edge.to.operator) })
    : t("quick.after", { operator: nameOf(from?.operator) });
  const sections = edge
    ? sectionsBetween(catalog, { schema }, guessKey(schema) !== undefined && edge.partitioner?.type !== "broadcast")
    : sectionsBehind(catalog, { schema });
  return (
    <div ref={element} className="quick-palette" role="dialog" aria-label={title} style={{ left: corner.x, top: corner.y }}>
      <p className="quick-palette-title">{title}</p>
      <OperatorSearch sections={sections} follows="" label={t("quick.search")} focusFirst onPick={pick} onLeave={leave} />
    </div>
  );
}

const size = { width: 300, height: 320 };

/** Beside a place of the drawing, and in the window. */
function cornerNear({ canvas }: Workbench, at: Position): Position {
  const point = canvas.control?.toScreen(at) ?? { x: 0, y: 0 };
  const within = (start: number, length: number, room: number): number => Math.max(8, Math.min(start, room - length - 8));
  return { x: within(point.x + 6, size.width, window.innerWidth), y: within(point.y - 20, size.height, window.innerHeight) };
}
