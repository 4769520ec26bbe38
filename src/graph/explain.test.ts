import { expect, it } from "vitest";
import { compileJob } from "./compile-job.ts";
import { explainJob } from "./explain.ts";
import { sampleCatalog, wordCount } from "./testing/sample-job.ts";

it("[GR61] explains a word count", () => {
  const job = compileJob(wordCount, sampleCatalog);
  expect(job.ok && explainJob(job)).toBe(`Job "sample", STREAMING

== Stream graph ==
0: Source: words (parallelism 2)
1: times (parallelism 2)
   <- 0: Source: words FORWARD
2: count (parallelism 2)
   <- 1: times HASH(word)
3: result: Writer (parallelism 2)
   <- 2: count FORWARD
4: result: Committer (parallelism 2)
   <- 3: result: Writer FORWARD

== Job graph ==
0: Source: words -> times (parallelism 2, slot sharing group default)
   id cbc357ccb763df2852fee8c4fc7d55f2
1: count -> result: Writer -> result: Committer (parallelism 2, slot sharing group default)
   id ${job.ok ? job.jobGraph.vertices[1]?.id : ""}
   <- 0: Source: words -> times HASH(word) PIPELINED_BOUNDED

== Execution graph ==
4 subtasks, 4 channels, 2 slots, 2 task executors
task executor 0
   0: Source: words -> times (1/2), slot 0, max parallelism 128
   2: count -> result: Writer -> result: Committer (1/2), slot 0, max parallelism 128 <- 0, 1
task executor 1
   1: Source: words -> times (2/2), slot 1, max parallelism 128
   3: count -> result: Writer -> result: Committer (2/2), slot 1, max parallelism 128 <- 0, 1`);
});
