import type { TaskIndex } from "../../stream/indices.ts";
import type { LogEvent } from "../../observe/event.ts";

/** Stops behind the `count`th event, counting those of `subtask` only when one is given. */
export function stopsAfter(count: number, subtask: TaskIndex | undefined): (event: LogEvent) => boolean {
  let left = count;
  return (event) => {
    if (subtask !== undefined && event.subtask !== subtask) return false;
    left--;
    return left <= 0;
  };
}
