import { JobRunner } from "./job-runner.ts";
import type { RunnerOptions } from "./job-runner.ts";
import { ResourceManager } from "./resource-manager.ts";
import type { ClusterSize } from "./resource-manager.ts";

/**
 * Takes in the jobs of one cluster: each has a runner and a job master of its own, and all share the slots of one resource manager
 * (Flink's Dispatcher). A cluster for one job (Flink's application mode) is one that takes in no other. [HB73]
 */
export class Dispatcher {
  readonly #resources: ResourceManager;
  readonly #runners = new Map<string, JobRunner>();

  constructor(size: ClusterSize) {
    this.#resources = new ResourceManager(size);
  }

  /** Takes a job in; it begins with its runner's `start`. Throws when one of its id runs already. */
  submitJob(job: Omit<RunnerOptions, "resources" | "onExecutorKilled">): JobRunner {
    const { jobId } = job.plan;
    const running = this.#runners.get(jobId);
    if (running !== undefined && running.ended === undefined) throw new Error(`job ${jobId} runs already`);
    for (const [id, { ended }] of this.#runners) if (ended !== undefined) this.#runners.delete(id);
    const runner = new JobRunner({
      ...job,
      resources: this.#resources,
      onExecutorKilled: (executor) => {
        for (const each of this.#runners.values()) each.executorDied(executor);
      },
    });
    this.#runners.set(jobId, runner);
    return runner;
  }
}
