import type { JobClient } from "../../control/job-client.ts";

/**
 * Lets one tab at a time run a job: the leader holds a Web Lock of the job's id for as long as it lives, whatever ends it. Two
 * tabs that wrote the same checkpoints would destroy them. [HB8]
 */
export function leading(client: JobClient): JobClient {
  let held: { readonly jobId: string; release(): void } | undefined;
  const lead = async (jobId: string): Promise<boolean> => {
    if (held?.jobId === jobId) return true;
    held?.release();
    held = undefined;
    return new Promise((resolve) => {
      void navigator.locks.request(`weir-job-${jobId}`, { ifAvailable: true }, (lock) => {
        resolve(lock !== null);
        if (lock === null) return undefined;
        return new Promise<void>((release) => {
          held = { jobId, release };
        });
      });
    });
  };
  return {
    ...client,
    async start(request) {
      if (await lead(request.jobId)) return client.start(request);
      return { ok: false, diagnostics: [runsElsewhere] };
    },
  };
}

const runsElsewhere = {
  severity: "error",
  code: "host.runs-elsewhere",
  message: "This job runs in another tab. Stop it there, or close that tab.",
} as const;
