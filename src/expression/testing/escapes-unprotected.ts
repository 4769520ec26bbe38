import { serveEscapes } from "./serve-escapes.ts";
import { plainFunctions } from "./plain-functions.ts";

serveEscapes({ compile: plainFunctions.compile, unprotected: true });
