import type { Diagnostic } from "../../graph/diagnostic.ts";
import { currentDocument, useDocument } from "../document/document-store.ts";
import { useDesigner } from "./designer-context.ts";
import { analysisStore } from "../analysis/analysis-store.ts";
import { fixesFor, type Fix } from "../analysis/fixes.ts";

/** The buttons of a problem, by the document as it is when they are drawn; none while it is read-only. */
export function useFixes(): (diagnostic: Diagnostic) => readonly Fix[] {
  const { catalog } = useDesigner();
  const readOnly = useDocument((state) => state.origin === "link");
  return (diagnostic) =>
    readOnly ? [] : fixesFor(diagnostic, { document: currentDocument(), analysis: analysisStore.getState(), catalog });
}
