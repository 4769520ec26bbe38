import type { StorageFailure } from "../../base/lookup.ts";
import type { TaskReport } from "../../runtime/environment.ts";
import type { ProcessWorld } from "../process.ts";
import type { TaskWorld } from "../task-environment.ts";
import type { SnapshotUpload, TaskEffect } from "./host-action.ts";

/** What a placement supplies to a job's task whose turns are granted. */
export interface GrantedSeams {
  /** Keeps a snapshot; `onFailed`, before the turn's reply goes out, when it cannot. */
  store(path: string, parts: readonly Uint8Array[], onFailed: (failure: StorageFailure) => void): void;
  /** A report is under way; it goes to the job master with the turn's reply. */
  onReport?(report: TaskReport): void;
}

/** The world of a job's task whose turns are granted: its reports, snapshots and requests go back with the reply. [DT41] */
export function grantedWorld(world: ProcessWorld<TaskEffect>, seams: GrantedSeams): TaskWorld {
  return {
    ...world,
    report(report) {
      seams.onReport?.(report);
      world.tell(report);
    },
    store(checkpointId, path, parts) {
      const bytes = parts.reduce((sum, { length }) => sum + length, 0);
      const stored: { -readonly [Key in keyof SnapshotUpload]: SnapshotUpload[Key] } = {
        kind: "snapshot", checkpointId, path, bytes, failure: undefined,
      };
      world.tell(stored);
      seams.store(path, parts, (failure) => {
        stored.failure = failure;
      });
    },
    ask: (requestId, port, request) => world.tell({ kind: "portRequest", requestId, port, request }),
  };
}
