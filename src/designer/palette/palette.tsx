import { useMemo, type ReactNode } from "react";
import { addFromPalette } from "../canvas/add-operator.ts";
import { keyableEdges, keyByChosen } from "../canvas/key-by.ts";
import { useText } from "../i18n/use-text.ts";
import { isNarrow } from "../workspace/narrow-window.ts";
import { useAnalysis, useDocument, useWorkbench, useWorkspace } from "../workspace/workbench-context.ts";
import type { Workbench } from "../workspace/workbench.ts";
import { OperatorSearch } from "./operator-search.tsx";
import { keyByItem, firstOutput, paletteSections, type PaletteEntry, type PaletteItem } from "./palette-model.ts";

/** Everything that can be drawn. */
export function Palette(): ReactNode {
  const t = useText("palette");
  const workbench = useWorkbench();
  const { catalog } = workbench;
  const selectedId = useWorkspace((state) => state.selection.operators[0]);
  const document = useDocument((state) => state.document);
  const selected = document.operators.find(({ id }) => id === selectedId);
  const analysis = useAnalysis((state) => state);
  const keyable = useMemo(
    () => keyableEdges({ editor: { document }, analysis: { state: analysis }, catalog }).length > 0,
    [document, analysis, catalog],
  );
  const sections = useMemo(
    () => paletteSections(catalog, firstOutput(catalog, analysis, selected), keyable),
    [catalog, analysis, selected, keyable],
  );
  const pick = ({ item }: PaletteEntry, by: "press" | "key"): void => {
    if (item === keyByItem) keyByChosen(workbench);
    else if (by === "key") addFromPalette(workbench, item.type);
    else place(workbench, item, false);
  };
  return (
    <OperatorSearch
      sections={sections}
      follows={selected?.name ?? ""}
      label={t("search", { count: catalog.descriptors.length })}
      chord="A"
      onPick={pick}
      onDrag={(item) => (item === keyByItem ? keyByChosen(workbench, true) : place(workbench, item, true))}
    />
  );
}

/** Hangs the operator on the pointer. A sheet over the canvas makes room for the place. */
function place(workbench: Workbench, { type }: PaletteItem, dragging: boolean): void {
  workbench.modes.enter({ kind: "placing", type, dragging });
  if (isNarrow()) workbench.workspace.set(({ dock }) => ({ dock: { ...dock, open: false } }));
}
