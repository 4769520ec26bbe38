import type { Diagnostic } from "../../graph/diagnostic.ts";
import { i18n, loadLateMessages } from "../i18n/language.ts";
import { textOf } from "../i18n/use-text.ts";

/** The message of a diagnostic in the present language: translated by its code where there is a translation, else as it came. */
export function diagnosticText(diagnostic: Diagnostic): string {
  const key = diagnostic.code.replaceAll(".", "-");
  if (!i18n.exists(key, { ns: "diagnostics" })) return diagnostic.message;
  const { label, message, values } = diagnostic;
  return i18n.t(key, { ns: "diagnostics", message, ...values, ...(label && { field: textOf(label) }) });
}

/** The same once its words are there: for what is said one time and not drawn again. */
export async function diagnosticTextOnce(diagnostic: Diagnostic): Promise<string> {
  await loadLateMessages();
  return diagnosticText(diagnostic);
}
