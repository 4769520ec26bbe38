import { createContext, use } from "react";
import { useStore } from "zustand";
import { assert } from "../../base/assert.ts";
import type { JobState } from "./job-state.ts";
import type { Job } from "./job.ts";
import type { RunPlayer } from "./run-player.ts";

export const JobContext = createContext<Job | undefined>(undefined);

export function useJob(): Job {
  const job = use(JobContext);
  assert(job, "a component of the running job stands outside of JobContext");
  return job;
}

export function useJobState<Value>(select: (state: JobState) => Value): Value {
  return useStore(useJob().store, select);
}

/** The run on screen, re-rendering at most four times a second; undefined when nothing ran yet. */
export function useRun(): RunPlayer | undefined {
  const job = useJob();
  useStore(job.store, (state) => state.revision);
  return job.player;
}
