import type { Diagnostic } from "../../graph/diagnostic.ts";
import { i18n } from "../i18n/language.ts";

/** The message of a diagnostic in the present language: translated by its code where there is a translation, else as it came. */
export function diagnosticText(diagnostic: Diagnostic): string {
  const key = diagnostic.code.replaceAll(".", "-");
  if (!i18n.exists(key, { ns: "diagnostics" })) return diagnostic.message;
  return i18n.t(key, { ns: "diagnostics", message: diagnostic.message, ...diagnostic.values });
}
