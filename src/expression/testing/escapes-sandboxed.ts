import { serveEscapes } from "./serve-escapes.ts";
import { confine, lockDown } from "../sandbox.ts";

lockDown();
serveEscapes({ compile: confine, unprotected: false });
