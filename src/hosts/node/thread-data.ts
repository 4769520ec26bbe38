import type { HeldMemory } from "./memory-watch.ts";

/** Data that a task thread is started with. */
export interface ThreadData {
  /** Path of the script of its kind. */
  readonly script: string;
  /** Root of the checkpoint directories. */
  readonly checkpoints: string;
  /** True: keep the code that is compiled of `script` beside it, for later threads, and end. */
  readonly keepsCode?: boolean;
}

/** Asks a task thread to throw away what nothing refers to. [HB30] */
export const collectRequest = { kind: "collectGarbage" } as const;

/** The answer of the thread. */
export interface GarbageCollected {
  readonly kind: "garbageCollected";
  readonly left: HeldMemory;
}
