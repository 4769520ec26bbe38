import type { ReactNode } from "react";
import { useText } from "../i18n/use-text.ts";
import { useWorkbench } from "../workspace/workbench-context.ts";

const ghosts = ["source", "operator", "sink"] as const;

/** Blank paper: three dashed ghosts and one sentence with the key, which can be pressed there, too. */
export function EmptyCanvas(): ReactNode {
  const workbench = useWorkbench();
  const t = useText("canvas");
  return (
    <div className="empty-canvas">
      <svg width="580" height="82" viewBox="0 0 580 82" aria-hidden="true">
        {ghosts.map((ghost, index) => (
          <g key={ghost}>
            <rect x={1 + index * 214} y="1" width="150" height="80" rx="3" />
            {index < 2 && <path d={`M${151 + index * 214} 41h64`} />}
            <text x={76 + index * 214} y="46">
              {t(`empty.${ghost}`)}
            </text>
          </g>
        ))}
      </svg>
      <p>
        {t("empty.press")}{" "}
        <button type="button" aria-label={t("empty.add")} onClick={() => workbench.commands.run("insert.operator")}>
          <kbd>A</kbd>
        </button>{" "}
        {t("empty.toAdd")}
        <br />
        {t("empty.runs")}
      </p>
    </div>
  );
}
