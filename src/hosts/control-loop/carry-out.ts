import type { Fault } from "../../control/job-client.ts";
import type { JobMaster } from "../../control/job-master.ts";
import type { CommandAnswer, JobCommand } from "../../control/run-command.ts";
import type { Topology } from "../../graph/topology.ts";
import type { Mail } from "../../runtime/environment.ts";

/** A job as its commands see it. */
export interface CommandedJob {
  readonly topology: Topology;
  /** Undefined while a new one takes over. */
  readonly master: JobMaster | undefined;
  /** Strikes now; returns why the fault would do nothing, or undefined. */
  inject(fault: Fault): string | undefined;
  /** False when the subtask does not run. */
  post(subtask: number, mail: Mail): boolean;
}

/** Does to a job what a command says. The one place for it, whatever drives the job. [HB70] */
export function carryOut(command: JobCommand, job: CommandedJob): CommandAnswer {
  switch (command.kind) {
    case "triggerCheckpoint":
      job.master?.triggerCheckpoint();
      return undefined;
    case "cancel":
      job.master?.cancel();
      return undefined;
    case "injectFault":
      return job.inject(command.fault);
    case "userInput": {
      const target = operatorOf(job.topology, command.documentId);
      const { input } = command;
      const arrives = target !== undefined && job.post(target.subtask, { kind: "userInput", operatorId: target.operatorId, input });
      return arrives ? undefined : "The operator is not running.";
    }
  }
}

/** Where a message to an operator of the job document goes: the first subtask that runs it. */
function operatorOf(
  { vertices, subtasks }: Topology,
  documentId: string,
): { readonly operatorId: string; readonly subtask: number } | undefined {
  for (const [place, { operators }] of vertices.entries()) {
    const operator = operators.find((each) => each.documentId === documentId);
    const subtask = subtasks.findIndex(({ vertex }) => vertex === place);
    if (operator !== undefined && subtask >= 0) return { operatorId: operator.id, subtask };
  }
  return undefined;
}
