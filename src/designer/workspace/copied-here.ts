import { isUntrusted } from "../document/editor.ts";
import type { Workbench } from "./workbench.ts";

const key = "weir.copied";

interface Copied {
  readonly text: string;
  /** Document it comes from, when that is a stranger's: then it is known in that document alone. */
  readonly strangers?: string;
}

let copied: Copied | undefined;

/** Remembers what was copied last, for this page and for other tabs of this browser. */
export function rememberCopied(workbench: Workbench, text: string): void {
  const { id, trust } = workbench.editor.state;
  copied = { text: asPasted(text), ...(isUntrusted(trust) && { strangers: id }) };
  try {
    localStorage.setItem(key, JSON.stringify(copied));
  } catch {
    // Too large, or storage is refused: another tab takes it for something from elsewhere.
  }
}

/** Whether pasted text is word for word what was copied last from a document that may give to the present one. */
export function wasCopiedHere(workbench: Workbench, text: string): boolean {
  const { id } = workbench.editor.state;
  return [copied, kept()].some((each) => each?.text === asPasted(text) && (each.strangers === undefined || each.strangers === id));
}

/** Some systems end the lines of a clipboard in their own way. */
const asPasted = (text: string): string => text.replaceAll("\r\n", "\n");

function kept(): Copied | undefined {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(key) ?? "null");
    if (typeof value !== "object" || value === null || !("text" in value) || typeof value.text !== "string") return undefined;
    return { text: value.text, ...("strangers" in value && { strangers: String(value.strangers) }) };
  } catch {
    return undefined;
  }
}
