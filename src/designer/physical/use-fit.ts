import { useStoreApi } from "@xyflow/react";
import { useCallback, useEffect } from "react";
import type { Layout } from "./layout.ts";
import type { WorldBox } from "./walk.ts";
import { useWorkbench, useWorkspace } from "../workspace/workbench-context.ts";

/** Free space round a fitted picture: above and below, where the shelf stands. */
const insets = { top: 20, bottom: 100 } as const;
/** Left and right; a wide canvas keeps to the edge of the first run's title. */
const sideInset = (width: number): number => (width >= 1200 ? 48 : 24);
const heroHeight = 140;
/** Of what is told after a recovery, in two lines. */
const stripHeight = 52;
/** Room left of an opened subtask for its pools and the end of their reaches. */
const beforeOpened = 420;

export interface Room {
  readonly width: number;
  readonly height: number;
}

/** What is left of a canvas for the picture. */
export const roomFor = ({ width, height }: Room): Room => ({
  width: width - 2 * sideInset(width),
  height: height - insets.top - insets.bottom,
});

/** The whole picture, or the subtask that was opened in a bundled one, with its channels. */
function partToShow(layout: Layout): WorldBox {
  const opened = layout.bundles.length > 0 ? layout.subtasks.find(({ cell }) => !cell) : undefined;
  if (!opened) return { x: 0, y: 0, width: layout.width, height: layout.height };
  return { x: opened.x - beforeOpened, y: opened.y - 20, width: opened.width + beforeOpened + 60, height: opened.height + 40 };
}

/** Shows the picture, never larger than 1, until the person moves it. `hasStrip`: below what is told after a recovery. */
export function useFit(layout: Layout, moved: { readonly current: boolean }, hasStrip: boolean): void {
  const workbench = useWorkbench();
  const api = useStoreApi();
  const firstRun = useWorkspace((state) => state.firstRun);
  const fit = useCallback(() => {
    const { width, height, panZoom } = api.getState();
    if (!panZoom || width === 0 || moved.current) return;
    const hero = workbench.workspace.state.firstRun ? heroHeight : hasStrip ? stripHeight : 0;
    const whole = roomFor({ width, height });
    const room = { width: whole.width, height: whole.height - hero };
    const shown = partToShow(layout);
    const zoom = Math.min(1, room.width / shown.width, room.height / shown.height);
    const x = sideInset(width) + Math.max(0, (room.width - shown.width * zoom) / 2) - shown.x * zoom;
    const y = insets.top + hero + Math.max(0, (room.height - shown.height * zoom) / 2) - shown.y * zoom;
    void panZoom.setViewport({ x, y, zoom });
  }, [api, hasStrip, layout, moved, workbench]);
  useEffect(() => {
    fit();
    return api.subscribe((state, before) => {
      if (state.width !== before.width || state.height !== before.height || state.panZoom !== before.panZoom) fit();
    });
  }, [api, fit, firstRun]);
}
