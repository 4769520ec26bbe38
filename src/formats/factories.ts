import type { FormatFactory } from "../runtime/format.ts";
import { csvFormat } from "./csv/format.ts";
import { jsonFormat } from "./json/format.ts";

/** Every format as it is read and written. */
export const formatFactories: readonly FormatFactory[] = [csvFormat, jsonFormat];
