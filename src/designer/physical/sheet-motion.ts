import type { CheckpointId, TaskIndex } from "../../stream/indices.ts";
import type { RunState } from "../../observe/run-state.ts";
import { flightsOf } from "./flights.ts";
import type { Flight } from "./flights.ts";

/** A transfer shorter than this on the wall clock would not be seen, in milliseconds. */
export const leastFlightMs = 420;
/** Checkpoints whose sheets may still be in the air. */
const recent = 3;

interface Sheet {
  readonly kind: Flight["kind"];
  readonly subtask: TaskIndex;
  readonly checkpointId: CheckpointId;
  readonly startedAt: number;
}

/**
 * Sheets between subtasks and the shelf. Where they are is told by the log; one whose transfer the log has already ended goes on until
 * it has been seen arriving. Without travel only what the log says is in the air. [PX19]
 */
export class SheetMotion {
  /** Transfers that were seen to begin; `undefined` once they have landed. */
  #sheets = new Map<string, Sheet | undefined>();
  #begun = false;
  #inAir = false;

  /** The next frame differs from this one. */
  get moving(): boolean {
    return this.#inAir;
  }

  advance(run: RunState, now: number, { wall, travels }: { readonly wall: number; readonly travels: boolean }): readonly Flight[] {
    const logged = flightsOf(run, now);
    const before = this.#sheets;
    this.#sheets = new Map();
    const flights: Flight[] = [];
    const inLog = new Map(logged.map((flight) => [nameOf(flight), flight]));
    for (const transfer of transfersOf(run)) {
      const name = nameOf(transfer);
      const known = before.has(name) ? before.get(name) : this.#begun && travels ? { ...transfer, startedAt: wall } : undefined;
      const share = known ? (wall - known.startedAt) / leastFlightMs : 1;
      const flight = inLog.get(name);
      inLog.delete(name);
      this.#sheets.set(name, share < 1 ? known : undefined);
      if (share < 1 && travels) flights.push({ ...transfer, at: placed(transfer.kind, share, flight) });
      else if (flight) flights.push(flight);
    }
    this.#begun = true;
    this.#inAir = [...this.#sheets.values()].some((sheet) => sheet !== undefined);
    return [...flights, ...inLog.values()];
  }
}

/** On the arc from the subtask (0) to the card (1): no farther than the log has it, no faster than can be seen. */
function placed(kind: Flight["kind"], share: number, logged: Flight | undefined): number {
  if (kind === "restore") return Math.max(1 - share, logged?.at ?? 0);
  return Math.min(share, logged?.at ?? 1);
}

const nameOf = ({ kind, subtask, checkpointId }: Omit<Sheet, "startedAt">): string => `${kind} ${checkpointId} ${subtask}`;

/** Every transfer of the newest checkpoints and of the last restore that has begun, over or not. */
function transfersOf(run: RunState): Omit<Sheet, "startedAt">[] {
  const snapshots = run.checkpoints.slice(-recent).flatMap(({ id, status, parts, expected }) =>
    status === "failed"
      ? []
      : expected.flatMap((subtask) => {
          const part = parts[subtask];
          return part?.snapshotAt === undefined ? [] : [{ kind: "snapshot" as const, subtask, checkpointId: id }];
        }),
  );
  const restores = run.subtasks.flatMap(({ restored, state }, subtask) =>
    restored === undefined || state === "FAILED" || state === "CANCELED"
      ? []
      : [{ kind: "restore" as const, subtask, checkpointId: restored.checkpointId }],
  );
  return [...snapshots, ...restores];
}
