import type { SinkFactory, SourceFactory } from "../runtime/api.ts";
import { blackholeFactory } from "./blackhole/writer.ts";
import { datagenFactory } from "./datagen/reader.ts";
import { fileSinkFactory } from "./file-sink/writer.ts";
import { fileSourceFactory } from "./file-source/reader.ts";
import { manualFactory } from "./manual/reader.ts";
import { printFactory } from "./print/writer.ts";
import { tableFactory } from "./table/writer.ts";
import { valuesFactory } from "./values/reader.ts";

/** Every source as it runs: what hands out its splits, and what reads them. */
export const sourceFactories: readonly SourceFactory[] = [valuesFactory, datagenFactory, fileSourceFactory, manualFactory];

/** Every sink as it runs: what writes, and what commits. */
export const sinkFactories: readonly SinkFactory[] = [printFactory, tableFactory, fileSinkFactory, blackholeFactory];
