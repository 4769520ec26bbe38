import { compareOutput, type OutputVerdict } from "../../observe/compare-output.ts";
import type { RunPlayer } from "./run-player.ts";

export type Proof =
  /** Both ended, with the same rows. */
  | { readonly kind: "same"; readonly rows: number }
  /** Not over: all that is out is in the other, none of it more often. */
  | { readonly kind: "soFar"; readonly rows: number }
  | { readonly kind: "differs"; readonly twice: number; readonly missing: number }
  /** The run without faults fails, too. */
  | { readonly kind: "fails" };

/** Compares all that a run has put out for good with what the run without failure has. [UI126] */
export function proofOf(run: RunPlayer, reference: RunPlayer): Proof {
  if (reference.log.head.status === "FAILED") return { kind: "fails" };
  const whole = ({ log, output }: RunPlayer) => ({ log, output, cursor: log.length });
  const verdict: OutputVerdict = compareOutput(whole(run), whole(reference));
  const [twice, missing] = verdict.surplus;
  const isOver = run.log.head.status === "FINISHED" && reference.log.head.status === "FINISHED";
  if (twice > 0 || (isOver && missing > 0)) return { kind: "differs", twice, missing: isOver ? missing : 0 };
  return { kind: isOver ? "same" : "soFar", rows: verdict.rows[0] };
}
