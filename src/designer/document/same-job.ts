import type { JobDocument } from "../../graph/job-document.ts";

/** Whether two documents run alike: places of nodes and notes are no part of what runs. */
export function sameJob(one: JobDocument, other: JobDocument): boolean {
  return (["name", "config", "operators", "edges", "run"] as const).every(
    (part) => one[part] === other[part] || JSON.stringify(one[part]) === JSON.stringify(other[part]),
  );
}
