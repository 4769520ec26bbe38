import { useStore } from "@xyflow/react";
import { createContext, use, type ReactNode } from "react";
import { useSessionState } from "../workspace/workbench-context.ts";
import { textScaleAt } from "./detail-level.ts";

const TextScaleContext = createContext(1);
const IsWrittenContext = createContext(true);
const HasRunContext = createContext(false);

/**
 * Hands down how much is drawn of nodes and edges: what would not be seen is not in the page, and a large drawing is thousands of them,
 * none of which asks for it itself. [UI62]
 */
export function DrawnDetail({ children }: { readonly children: ReactNode }): ReactNode {
  const scale = useStore(({ transform }) => textScaleAt(transform[2]));
  const hasRun = useSessionState(({ document }) => document !== undefined);
  return (
    <HasRunContext value={hasRun}>
      <IsWrittenContext value={scale > 0}>
        <TextScaleContext value={scale}>{children}</TextScaleContext>
      </IsWrittenContext>
    </HasRunContext>
  );
}

/** As `textScaleAt` the present zoom. */
export const useTextScale = (): number => use(TextScaleContext);

/** False where the picture is too small for letters. */
export const useIsWritten = (): boolean => use(IsWrittenContext);

/** Whether a run is there that nodes and edges tell of. */
export const useHasRun = (): boolean => use(HasRunContext);
