import { formOf } from "../../expression/parse-function.ts";
import { confine, lockDown } from "../../expression/sandbox.ts";
import { serveEscapes } from "./serve-escapes.ts";

lockDown();
serveEscapes({ compile: (source, guard) => confine(source, formOf(source.source), guard) });
