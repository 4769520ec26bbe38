import type { BenchCase } from "../bench-case.ts";
import { channelLatencyCase, channelThroughputCase } from "./channels.ts";
import { checkpointPauseCase } from "./checkpoint-pause.ts";
import { firstLoadFirstCase, firstLoadOwnCase } from "./first-load.ts";
import { frameMedianCase, frameTailCase } from "./frame.ts";
import { keyedShuffleCase } from "./keyed-shuffle.ts";
import { keyedCountCase, statelessChainCase, windowCountCase } from "./one-worker.ts";
import { largeDocumentEditCase, largeDocumentOpenCase, largeDocumentUndoCase } from "./large-document.ts";
import { seekAnywhereCase, stepBackCase } from "./seek.ts";
import { startUp16Case, startUp64Case } from "./start-up.ts";

/** All benchmarks, in the order in which they run. */
export const cases: readonly BenchCase[] = [
  channelThroughputCase, channelLatencyCase, statelessChainCase, keyedCountCase, windowCountCase,
  keyedShuffleCase, checkpointPauseCase, startUp16Case, startUp64Case, frameMedianCase, frameTailCase,
  seekAnywhereCase, stepBackCase,
  largeDocumentOpenCase, largeDocumentEditCase, largeDocumentUndoCase,
  firstLoadOwnCase, firstLoadFirstCase,
];
