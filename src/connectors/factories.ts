import type { SinkFactory, SourceFactory } from "../runtime/api.ts";
import { blackholeSink } from "./blackhole/writer.ts";
import { datagenSource } from "./datagen/reader.ts";
import { fileSink } from "./file-sink/writer.ts";
import { fileSource } from "./file-source/reader.ts";
import { manualSource } from "./manual/reader.ts";
import { printSink } from "./print/writer.ts";
import { tableSink } from "./table/writer.ts";
import { valuesSource } from "./values/reader.ts";

/** Every source as it runs: what hands out its splits, and what reads them. */
export const sourceFactories: readonly SourceFactory[] = [valuesSource, datagenSource, fileSource, manualSource];

/** Every sink as it runs: what writes, and what commits. */
export const sinkFactories: readonly SinkFactory[] = [printSink, tableSink, fileSink, blackholeSink];
