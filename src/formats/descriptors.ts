import type { FormatDescriptor } from "../graph/descriptor.ts";
import { csv } from "./csv/descriptor.ts";
import { json } from "./json/descriptor.ts";

/** Every format as a form offers it, in order. */
export const formats: readonly FormatDescriptor[] = [csv, json];
