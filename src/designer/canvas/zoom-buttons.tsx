import type { ReactNode } from "react";
import { useStore } from "@xyflow/react";
import { formatPercent } from "../i18n/format.ts";
import type { LegendKey } from "../glyph/legend-glyph.tsx";
import { useText } from "../i18n/use-text.ts";
import { Legend } from "../workspace/legend.tsx";
import { useWorkbench } from "../workspace/workbench-context.ts";
import "./zoom-buttons.css";

const buttons = [
  { command: "view.zoomOut", sign: "−" },
  { command: "view.zoomReset", sign: undefined },
  { command: "view.zoomIn", sign: "+" },
  { command: "view.fit", sign: "⤢" },
] as const;

/** Zoom by a press, for either view of the canvas; each is a command with a key. [UI128] */
export function ZoomButtons({ legend }: { readonly legend: () => ReadonlySet<LegendKey> }): ReactNode {
  const { commands } = useWorkbench();
  const t = useText("commands");
  const zoom = useStore((state) => Math.round(state.transform[2] * 100));
  return (
    <div className="canvas-tools nopan">
      <div className="zoom-buttons" role="group" aria-label={t("zoom")}>
        {buttons.map(({ command, sign }) => (
          <button
            key={command}
            type="button"
            className="button is-square"
            title={t(command.replace(".", "-"))}
            aria-label={t(command.replace(".", "-"))}
            onClick={() => commands.run(command)}
          >
            {sign === "⤢" ? <FitGlyph /> : (sign ?? <span className="mono">{formatPercent(zoom / 100)}</span>)}
          </button>
        ))}
      </div>
      <Legend shown={legend} />
    </div>
  );
}

/** Four corners: everything is in view. */
function FitGlyph(): ReactNode {
  return (
    <svg viewBox="0 0 16 16" width="14" height="14" aria-hidden="true">
      <path d="M2.5 5.5v-3h3M10.5 2.5h3v3M13.5 10.5v3h-3M5.5 13.5h-3v-3" fill="none" stroke="currentColor" strokeWidth="1.4" />
    </svg>
  );
}
