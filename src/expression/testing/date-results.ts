import { dateTexts, engineParse } from "./date-corpus.ts";
import { lockDown, compileFunction } from "../sandbox.ts";

/** Prints what a user function makes of every text of the corpus, and beside it what the engine does in this process's time zone. */
const texts = dateTexts();
const engine = texts.map((text) => engineParse(text));
lockDown();
const read = compileFunction({
  field: "function",
  parameters: ["text"],
  source: "const d = new Date(text); const y = new Date(text); y.setYear(99); const e = new (d.constructor)({ toString: () => text }); " +
    "return [Date.parse(text), d.getTime(), e.getTime(), y.getTime(), d.getHours(), String(d), d.toLocaleString()].join()",
});
process.stdout.write(JSON.stringify({ functions: texts.map((text) => read(text)), engine }));
