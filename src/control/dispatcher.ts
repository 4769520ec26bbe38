import type { JobStatus } from "../graph/execution-state.ts";
import type { CommandAnswer, JobCommand } from "./run-command.ts";
import { JobRunner } from "./job-runner.ts";
import type { RunnerOptions } from "./job-runner.ts";
import type { JobPlan } from "./job-plan.ts";
import { ResourceManager } from "./resource-manager.ts";

/** A job as the dispatcher lists it. */
export interface JobDetails {
  readonly jobId: string;
  /** Undefined while its job master is being replaced. */
  readonly status: JobStatus | undefined;
}

/** What may be asked of a cluster as a whole (Flink's DispatcherGateway). */
export interface DispatcherGateway {
  /** Takes a job in; it begins with its runner's `start`. Throws when one of its id runs already. */
  submitJob(job: Omit<RunnerOptions, "resources">): JobRunner;
  listJobs(): readonly JobDetails[];
  /** Does to one job what a person asks. */
  command(jobId: string, command: JobCommand): CommandAnswer;
}

/**
 * Takes in the jobs of one cluster: each has a runner and a job master of its own, and all share the slots of one resource manager
 * (Flink's Dispatcher). [HB73]
 */
export class Dispatcher implements DispatcherGateway {
  readonly #resources: ResourceManager;
  readonly #runners = new Map<string, JobRunner>();

  constructor(resources: ResourceManager) {
    this.#resources = resources;
  }

  submitJob(job: Omit<RunnerOptions, "resources">): JobRunner {
    const { jobId } = job.plan;
    const running = this.#runners.get(jobId);
    if (running !== undefined && running.ended === undefined) throw new Error(`job ${jobId} runs already`);
    const runner = new JobRunner({ ...job, resources: this.#resources });
    this.#runners.set(jobId, runner);
    return runner;
  }

  listJobs(): readonly JobDetails[] {
    return [...this.#runners].map(([jobId, { ended, master }]) => ({ jobId, status: ended ?? master?.status }));
  }

  command(jobId: string, command: JobCommand): CommandAnswer {
    return this.#runners.get(jobId)?.command(command) ?? (this.#runners.has(jobId) ? undefined : `There is no job ${jobId}.`);
  }
}

/** A cluster for one job (Flink's application mode). */
export function applicationCluster(plan: Pick<JobPlan, "slots">): Dispatcher {
  return new Dispatcher(applicationResources(plan));
}

/** As many task executors as one job needs, each started again when it is lost. */
export function applicationResources({ slots: { ofSubtask, perExecutor } }: Pick<JobPlan, "slots">): ResourceManager {
  const resources = new ResourceManager((own) => ({ replace: (executor) => own.registerTaskExecutor(executor, perExecutor) }));
  const needed = Math.max(0, ...ofSubtask.map((slot) => slot + 1));
  for (let executor = 0; executor * perExecutor < needed; executor++) resources.registerTaskExecutor(executor, perExecutor);
  return resources;
}
