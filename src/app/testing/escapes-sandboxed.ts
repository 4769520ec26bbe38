import { parseFunction } from "../../expression/parse-function.ts";
import { compileInCompartment, lockDown } from "../../expression/sandbox.ts";
import { serveEscapes } from "./serve-escapes.ts";

lockDown();
serveEscapes({ compile: (source, guard) => compileInCompartment(source, parseFunction(source.source), guard) });
