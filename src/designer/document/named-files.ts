import type { JobDocument } from "../../graph/job-document.ts";

/** Names of the files that a document's sources read, each once. */
export function namedFiles({ operators }: JobDocument): readonly string[] {
  const names = operators.flatMap(({ config }) => (Array.isArray(config["files"]) ? config["files"] : []));
  return [...new Set(names.filter((name) => typeof name === "string"))];
}
