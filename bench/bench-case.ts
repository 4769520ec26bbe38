import type { Params } from "./program.ts";

export type HostName = "node" | "chromium";

/** One comparison: Weir against others that do the same, measured in turns. */
export interface BenchCase {
  readonly name: string;
  readonly unit: string;
  /** Which of two figures is better. */
  readonly better: "higher" | "lower";
  readonly hosts: readonly HostName[];
  /** Name in `programs/registry.ts`. */
  readonly program: string;
  readonly subject: Params;
  readonly peers: readonly { readonly name: string; readonly params: Params }[];
}

/** One line of the result. `ratio` > 1: Weir is better. */
export interface BenchRow {
  readonly case: string;
  readonly host: HostName;
  readonly peer: string;
  readonly unit: string;
  readonly value: number;
  readonly peerValue: number;
  readonly ratio: number;
}

/** A place where programs run. Every run has fresh workers. */
export interface BenchHost {
  readonly name: HostName;
  run(program: string, params: Params): Promise<number>;
  close(): Promise<void>;
}
