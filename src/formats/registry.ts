import type { FormatDefinition } from "../runtime/format.ts";
import { csv } from "./csv/format.ts";
import { json } from "./json/format.ts";

/** Every format, in the order in which forms offer them. */
export const formats: readonly FormatDefinition[] = [csv, json];
