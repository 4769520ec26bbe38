import { createStore, type StoreApi } from "zustand/vanilla";
import type { JobClient, StartRequest } from "../../control/job-client.ts";
import { LiveRun } from "./live-run.ts";
import type { RunPlayer } from "./run-player.ts";

export type ReferenceState =
  | { readonly phase: "none" }
  | { readonly phase: "running" }
  /** `run`: as far as it went: to its end, or as long as the run it is for. */
  | { readonly phase: "there"; readonly run: RunPlayer }
  | { readonly phase: "failed" };

const referenceJobId = crypto.randomUUID().replaceAll("-", "");

/** The same job, input and seed without faults, run beside the run on screen: what that one's output is compared with. [UI126] */
export class ReferenceRun {
  readonly store: StoreApi<ReferenceState> = createStore<ReferenceState>(() => ({ phase: "none" }));
  readonly #connect: () => JobClient;
  #run: LiveRun | undefined;

  constructor(connect: () => JobClient) {
    this.#connect = connect;
  }

  /** Runs at full speed up to time `until` of the job clock, or to its end. */
  async begin(request: StartRequest, until: number): Promise<void> {
    this.forget();
    const run = new LiveRun(this.#connect());
    this.#run = run;
    this.#set({ phase: "running" });
    const setting = { jobId: referenceJobId, faults: [], breakpoints: [], speed: Infinity, restore: "none", paused: false } as const;
    const end = (state: ReferenceState): void => {
      if (this.#run !== run) return;
      this.#run = undefined;
      run.end();
      this.#set(state);
    };
    const result = await run.start(
      { ...request, ...setting },
      {
        onBatch: (player) => {
          const { status, at } = player.log.head;
          if (["FINISHED", "FAILED", "CANCELED"].includes(status) || at >= until) end({ phase: "there", run: player });
        },
        onMemory: () => {},
      },
    );
    if (result?.ok === false) end({ phase: "failed" });
  }

  /** Another run is on screen: it says nothing of that one. */
  forget(): void {
    this.#run?.end();
    this.#run = undefined;
    this.#set({ phase: "none" });
  }

  #set(state: ReferenceState): void {
    this.store.setState(state, true);
  }
}
