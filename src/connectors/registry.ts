import type { SinkDefinition, SourceDefinition } from "../runtime/api.ts";
import { blackhole } from "./blackhole/descriptor.ts";
import { datagen } from "./datagen/descriptor.ts";
import { fileSink } from "./file-sink/descriptor.ts";
import { fileSource } from "./file-source/descriptor.ts";
import { manual } from "./manual/descriptor.ts";
import { print } from "./print/descriptor.ts";
import { table } from "./table/descriptor.ts";
import { values } from "./values/descriptor.ts";

/** Every source, in the order of the palette. */
export const sources: readonly SourceDefinition[] = [values, datagen, fileSource, manual];

/** Every sink, in the order of the palette. */
export const sinks: readonly SinkDefinition[] = [print, table, fileSink, blackhole];
