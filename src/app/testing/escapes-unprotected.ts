import { plainFunctions } from "../../expression/testing/plain-functions.ts";
import { serveEscapes } from "./serve-escapes.ts";

/** No wall, and no copies at the border. */
serveEscapes({ compile: (source, guard) => plainFunctions.compile(source, { ...guard, pass: [] }) });
