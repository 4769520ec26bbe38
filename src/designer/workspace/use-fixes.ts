import type { Diagnostic } from "../../graph/diagnostic.ts";
import { fixesFor, type Fix } from "../analysis/fixes.ts";
import { isReadOnly } from "../document/editor.ts";
import { useDocument, useWorkbench } from "./workbench-context.ts";

/** The buttons of a problem, by the document as it is when they are drawn; none while it is read-only. */
export function useFixes(): (diagnostic: Diagnostic) => readonly Fix[] {
  const { catalog, editor, analysis } = useWorkbench();
  const readOnly = useDocument(isReadOnly);
  return (diagnostic) =>
    readOnly ? [] : fixesFor(diagnostic, { document: editor.document, analysis: analysis.state, catalog, editor });
}
