import { useStoreApi } from "@xyflow/react";
import { useEffect, type ReactNode, type RefObject } from "react";
import { useCameraCommands } from "./camera-commands.ts";
import { useWorkbench } from "../workspace/workbench-context.ts";
import { drawnOnCanvas } from "./drawn-legend.ts";
import { ZoomButtons } from "./zoom-buttons.tsx";
import { detailLevel, type DetailLevel } from "./detail-level.ts";

/** Below this zoom an edge is too short on screen for the name of its partitioner. */
const labelsFrom = 0.75;

/** Camera of the logical view: its commands, the zoom in words, level of detail and scale for the style sheet. */
export function CanvasCamera({ region }: { readonly region: RefObject<HTMLDivElement | null> }): ReactNode {
  const store = useStoreApi();
  const workbench = useWorkbench();
  const legend = (): ReturnType<typeof drawnOnCanvas> => {
    const { editor, analysis, session } = workbench;
    const wrong = new Set(analysis.state.diagnostics.filter(({ severity }) => severity === "error").map(({ operator }) => operator));
    return drawnOnCanvas({ document: editor.document, wrong, player: session.player });
  };
  useCameraCommands(region);
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
    return store.subscribe(showLevel);
  }, [region, store]);
  return (
    <ZoomButtons legend={legend} />
  );
}
