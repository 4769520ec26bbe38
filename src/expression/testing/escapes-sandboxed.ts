import { serveEscapes } from "./serve-escapes.ts";
import { formOf } from "../parse-function.ts";
import { confine, lockDown } from "../sandbox.ts";

lockDown();
serveEscapes({ compile: (source) => confine(source, formOf(source.source)), unprotected: false });
