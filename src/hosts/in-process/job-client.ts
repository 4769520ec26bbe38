import { recoverCheckpoints } from "../../control/checkpoint-store.ts";
import { itemsOf } from "../../stream/indices.ts";
import type { ChannelIndex } from "../../stream/indices.ts";
import type { CheckpointStorage } from "../../control/control-context.ts";
import { jobPlan } from "../../control/job-plan.ts";
import type { ChannelContents, CommittedOutput, JobClient, StartRequest, StartResult } from "../../control/job-client.ts";
import { checkJob } from "../../graph/check-job.ts";
import type { CompiledJob } from "../../graph/compile-job.ts";
import type { Catalog } from "../../graph/catalog.ts";
import type { LogBatch } from "../../observe/event.ts";
import { logHeader } from "../../observe/log-header.ts";
import { LogWriter } from "../../observe/log-writer.ts";
import type { RuntimeCatalog } from "../../runtime/api.ts";
import type { FunctionCompiler, PortReply } from "../../runtime/environment.ts";
import { committedFiles, committedOutput, tableDirectories } from "../control-loop/committed-output.ts";
import { DeterministicJob } from "../deterministic/deterministic-job.ts";
import type { HostAction } from "../deterministic/host-action.ts";
import { PacedRun } from "../deterministic/paced-run.ts";
import type { PacedHost } from "../deterministic/paced-run.ts";
import { jobTimes } from "../deterministic/virtual-times.ts";
import { MemoryFiles, MemoryTransactions } from "./memory-stores.ts";
import { InProcessTasks } from "./task-host.ts";

export interface InProcessHost {
  readonly catalog: Catalog & RuntimeCatalog;
  readonly functions: FunctionCompiler;
  readonly clock: PacedHost<HostAction>["clock"];
  readonly yieldToEvents: PacedHost<HostAction>["yieldToEvents"];
  readonly port: (port: string, request: unknown) => PortReply;
}

interface Running {
  readonly compiled: CompiledJob;
  readonly tasks: InProcessTasks;
  readonly paced: PacedRun<HostAction>;
  readonly deterministic: DeterministicJob;
}

/** Job client whose tasks, job master and stores live in the caller's thread, under the deterministic driver. */
export function createInProcessJobClient(host: InProcessHost): JobClient {
  const files = new MemoryFiles();
  const transactions = new MemoryTransactions();
  let running: Running | undefined;
  let listener: ((batch: LogBatch) => void) | undefined;
  const job = (): Running => {
    if (running === undefined) throw new Error("no job was started");
    return running;
  };
  return {
    async start(request): Promise<StartResult> {
      const compiled = checkJob(request.document, host.catalog);
      if (!compiled.ok) return { ok: false, diagnostics: compiled.diagnostics };
      running = startJob({ host, compiled, request, files, transactions, onBatch: (batch) => listener?.(batch) });
      void running.paced.run();
      const restoredFrom = request.restore === "latest" ? latestCheckpointId(files, request.jobId) : undefined;
      return { ok: true, counters: undefined, restoredFrom };
    },
    command: async (command) => (running === undefined ? "No job runs." : running.paced.command(command)),
    inspect: () => job().paced.betweenActions(() => contentsOf(job())),
    async committed(operator, from): Promise<CommittedOutput> {
      return committedOutput(transactions.committed, tableDirectories(job().compiled, operator), from);
    },
    async committedFiles(operator, from) {
      const parts = [...transactions.committed].map(({ target, bytes }) => ({ target, read: async () => bytes, file: async () => bytes }));
      return committedFiles(parts, job().compiled, { operator, from });
    },
    subscribe(next) {
      listener = next;
    },
    dispose() {
      running?.paced.dispose();
    },
  };
}

/** The checkpoint that the driver will go on from: the same question to the same files. */
function latestCheckpointId(files: MemoryFiles, jobId: string): number | undefined {
  let latest: number | undefined;
  const look: Pick<CheckpointStorage, "read" | "list"> = {
    read: (path, done) => done(files.readText(path)),
    list: (directory, done) => done(files.list(directory)),
  };
  recoverCheckpoints(look, jobId, (recovered) => {
    if (recovered.kind === "found") latest = recovered.value.completed.at(-1)?.checkpointId;
  });
  return latest;
}

interface StartOptions {
  readonly host: InProcessHost;
  readonly compiled: CompiledJob;
  readonly request: StartRequest;
  readonly files: MemoryFiles;
  readonly transactions: MemoryTransactions;
  onBatch(batch: LogBatch): void;
}

function startJob({ host, compiled, request, files, transactions, onBatch }: StartOptions): Running {
  const { jobId, seed, faults, restore, speed, paused, breakpoints = [] } = request;
  const { catalog, functions, port, clock, yieldToEvents } = host;
  const plan = jobPlan(compiled, catalog, { jobId, tracesRecords: true });
  const { topology } = plan;
  const tasks = new InProcessTasks({ seed, topology, catalog, functions, files, transactions, port });
  const header = logHeader(compiled, { jobId, mode: "deterministic", seed, startedAt: clock.now() });
  const log = new LogWriter(header, true);
  const times = jobTimes(compiled);
  const deterministic = new DeterministicJob({ plan, seed, times, faults, restore, log });
  const paced = new PacedRun<HostAction>({
    core: deterministic.core,
    obey: (command) => deterministic.command(command),
    log,
    host: { clock, yieldToEvents, onBatch, perform: (action) => tasks.perform(action) },
    speed,
    paused,
    breakpoints,
  });
  return { compiled, tasks, paced, deterministic };
}

function contentsOf({ compiled, tasks, deterministic: { core } }: Running): readonly ChannelContents[] {
  const elements = (channel: ChannelIndex) => (core.flights.isOpen(channel) ? tasks.contents(channel) : []);
  return itemsOf(compiled.topology.channels.map((_, channel) => ({ channel, elements: elements(channel) })));
}
