import type { JobClient, StartRequest, StartResult } from "../../control/job-client.ts";

/** A page that was left, or a run that was put away, lets go of its lock a moment later. */
const handOverMs = 2_000;

/** Name of the Web Lock that the tab holds in which the job runs. */
export const jobLock = (jobId: string): string => `weir-job-${jobId}`;

/**
 * Lets one tab at a time run a job: the leader holds a Web Lock of the job's id for as long as it lives, whatever ends it. Two
 * tabs that wrote the same checkpoints would destroy them. [HB8]
 */
export function withLeadership<Client extends Pick<JobClient, "start" | "dispose">>(client: Client): Client {
  let held: { readonly jobId: string; release(): void } | undefined;
  const lead = async (jobId: string): Promise<boolean> => {
    if (held?.jobId === jobId) return true;
    held?.release();
    held = undefined;
    return new Promise((resolve) => {
      const patience = AbortSignal.timeout(handOverMs);
      const hold = (): Promise<void> => {
        resolve(true);
        return new Promise((release) => {
          held = { jobId, release };
        });
      };
      navigator.locks.request(jobLock(jobId), { signal: patience }, hold).catch(() => resolve(false));
    });
  };
  return {
    ...client,
    async start(request: StartRequest): Promise<StartResult> {
      if (await lead(request.jobId)) return client.start(request);
      return { ok: false, diagnostics: [runsElsewhere] };
    },
    dispose(): void {
      client.dispose();
      held?.release();
      held = undefined;
    },
  };
}

const runsElsewhere = {
  severity: "error",
  code: "host.runs-elsewhere",
  message: "This job runs in another tab. Stop it there, or close that tab.",
} as const;
