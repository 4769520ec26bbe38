import { excerpt } from "../base/excerpt.ts";
import type { Diagnostic } from "./diagnostic.ts";
import { findingsMax } from "./document-limits.ts";

/** Characters of a message, and of each of its values, that are kept. */
const longest = { message: 2000, value: 500 } as const;

/**
 * The findings that are said: the first `findingsMax`, errors before warnings, with texts of bounded length, and how many more there
 * are. A job can be wrong in more places than a page can show or a person read. [GR58]
 */
export function boundedFindings(findings: readonly Diagnostic[]): readonly Diagnostic[] {
  if (findings.length <= findingsMax) return findings.map(bounded);
  const errors = findings.filter(({ severity }) => severity === "error");
  const first = [...errors, ...findings.filter(({ severity }) => severity !== "error")].slice(0, findingsMax);
  return [...first.map(bounded), ...moreFindings(findings.length - first.length)];
}

/** Says that there are more findings than those that are listed; nothing when there are none. */
export function moreFindings(count: number): readonly Diagnostic[] {
  if (count === 0) return [];
  const message = `${count} more problems are not listed. Solve these first.`;
  return [{ severity: "warning", code: "job.more-findings", message, values: { count } }];
}

function bounded(finding: Diagnostic): Diagnostic {
  const { message, values } = finding;
  const isLong = message.length > longest.message
    || (values !== undefined && Object.values(values).some((value) => typeof value === "string" && value.length > longest.value));
  if (!isLong) return finding;
  const shortened = Object.entries(values ?? {}).map(([name, value]) =>
    [name, typeof value === "string" ? excerpt(value, longest.value) : value] as const);
  return { ...finding, message: excerpt(message, longest.message), ...(values && { values: Object.fromEntries(shortened) }) };
}
