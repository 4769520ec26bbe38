import { text } from "../i18n/language.ts";
import type { Workbench } from "./workbench.ts";

/** Why the present document may not be edited in this tab, and what to do about it; undefined when it may. */
export function whyReadOnly({ editor }: Pick<Workbench, "editor">): string | undefined {
  if (!editor.isReadOnly) return undefined;
  return text("commands", editor.state.follows ? "unavailable.follows" : "unavailable.readOnly");
}
