import type { ReactNode } from "react";
import { ViewBoundary } from "../workspace/view-boundary.tsx";
import { WorkbenchContext } from "../workspace/workbench-context.ts";
import type { Workbench } from "../workspace/workbench.ts";
import { Frame } from "./frame.tsx";
import "@xyflow/react/dist/base.css";
import "../theme/fonts.css";
import "../theme/tokens.css";
import "../theme/base.css";
import "./shell.css";

/** A designer, for what `workbench` keeps. A page may hold several, each with its own; two of one workbench may not be mounted at once. */
export function Designer({ workbench }: { readonly workbench: Workbench }): ReactNode {
  return (
    <WorkbenchContext value={workbench}>
      <ViewBoundary view="page">
        <Frame />
      </ViewBoundary>
    </WorkbenchContext>
  );
}
