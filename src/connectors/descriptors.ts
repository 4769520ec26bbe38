import type { OperatorDescriptor } from "../graph/descriptor.ts";
import { blackhole } from "./blackhole/descriptor.ts";
import { datagen } from "./datagen/descriptor.ts";
import { fileSink } from "./file-sink/descriptor.ts";
import { fileSource } from "./file-source/descriptor.ts";
import { manual } from "./manual/descriptor.ts";
import { print } from "./print/descriptor.ts";
import { table } from "./table/descriptor.ts";
import { values } from "./values/descriptor.ts";

/** Every source as it is drawn and checked, in the order of the palette. */
export const sources: readonly OperatorDescriptor[] = [values, datagen, fileSource, manual];

/** Every sink as it is drawn and checked, in the order of the palette. */
export const sinks: readonly OperatorDescriptor[] = [print, table, fileSink, blackhole];
