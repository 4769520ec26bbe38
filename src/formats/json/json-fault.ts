import { engineMessage } from "../../base/engine-messages.ts";
import { excerpt } from "../../base/excerpt.ts";

/** Where a text stops being JSON, and what should stand there. */
export interface JsonFault {
  readonly at: number;
  readonly message: string;
}

const blanks = /[ \t\r\n]*/y;
const texts = /"(?:[ !#-[\]-\uffff]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const scalars = /(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?![\w.+-])/y;

/** What may come next, in words for a message. */
type Awaited = "value" | "value or ]" | "name" | "name or }" | ":" | ", or ]" | ", or }" | "end";

const words: Readonly<Record<Awaited, string>> = {
  value: "a value",
  "value or ]": "a value or ]",
  name: "a name in quotation marks",
  "name or }": "a name in quotation marks or }",
  ":": ":",
  ", or ]": ", or ]",
  ", or }": ", or }",
  end: "the end of the record",
};

/** The first fault of a text that is no JSON: the same words in every engine. One pass. */
export function jsonFault(text: string): JsonFault | undefined {
  const open: ("]" | "}")[] = [];
  let awaited: Awaited = "value";
  const behindValue = (): Awaited => {
    const closing = open.at(-1);
    return closing === undefined ? "end" : `, or ${closing}`;
  };
  for (let at = behind(blanks, text, 0); ; at = behind(blanks, text, at)) {
    if (at === text.length) return awaited === "end" ? undefined : { at, message: engineMessage("jsonEnds", { awaited: words[awaited] }) };
    const sign = text[at] ?? "";
    let next = at + 1;
    if (awaited === "value" || awaited === "value or ]") {
      if (sign === "{") {
        open.push("}");
        awaited = "name or }";
      } else if (sign === "[") {
        open.push("]");
        awaited = "value or ]";
      } else if (sign === "]" && awaited === "value or ]") {
        open.pop();
        awaited = behindValue();
      } else {
        next = Math.max(behind(texts, text, at), behind(scalars, text, at));
        if (next === at) return faultAt(text, at, awaited);
        awaited = behindValue();
      }
    } else if (awaited === "name or }" && sign === "}") {
      open.pop();
      awaited = behindValue();
    } else if (awaited === "name" || awaited === "name or }") {
      next = behind(texts, text, at);
      if (next === at) return faultAt(text, at, awaited);
      awaited = ":";
    } else if (awaited === ":" && sign === ":") awaited = "value";
    else if (awaited !== "end" && awaited !== ":" && sign === ",") awaited = open.at(-1) === "]" ? "value" : "name";
    else if (awaited !== "end" && awaited !== ":" && sign === open.at(-1)) {
      open.pop();
      awaited = behindValue();
    } else return faultAt(text, at, awaited);
    at = next;
  }
}

function behind(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at;
}

function faultAt(text: string, at: number, awaited: Awaited): JsonFault {
  const [word = ""] = /^\S+/.exec(text.slice(at, at + 40)) ?? [];
  const isText = text[at] === '"' && /^(?:value|name)/.test(awaited);
  const values = { text: excerpt(word, 20), awaited: words[awaited] };
  return { at, message: engineMessage(isText ? "jsonText" : "jsonStands", values) };
}
