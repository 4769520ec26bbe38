import type { FormatFactory } from "../runtime/format.ts";
import { csvFactory } from "./csv/format.ts";
import { jsonFactory } from "./json/format.ts";

/** Every format as it is read and written. */
export const formatFactories: readonly FormatFactory[] = [csvFactory, jsonFactory];
