import type { ScheduledFault } from "../../control/job-client.ts";

/** One course of the job: its faults make it what it is, everything else is the same in all branches. */
export interface Branch {
  readonly name: string;
  /** Branch it left. */
  readonly parent?: string;
  /** Job clock at which it left that one. */
  readonly from: number;
  readonly faults: readonly ScheduledFault[];
}

export const firstBranch: Branch = { name: "A", from: 0, faults: [] };

/** Name of the branch that comes after these. */
export function nextName(branches: readonly Branch[]): string {
  let letter = 65 + branches.length;
  while (branches.some(({ name }) => name === String.fromCodePoint(letter))) letter++;
  return String.fromCodePoint(letter);
}

/** The branch of that name and course, behind the first one where it is another. */
export function branchesTo(name: string, faults: readonly ScheduledFault[]): readonly Branch[] {
  if (name === firstBranch.name) return [{ ...firstBranch, faults }];
  return [firstBranch, { name, parent: firstBranch.name, from: Math.min(...faults.map(({ at }) => at), Infinity), faults }];
}

/** The branches with one more that leaves the present, last one: with its faults up to then, and `fault`. */
export function branchOff(branches: readonly Branch[], fault: ScheduledFault): readonly Branch[] {
  const present = branches.at(-1) ?? firstBranch;
  const faults = [...present.faults.filter(({ at }) => at <= fault.at), fault];
  return [...branches, { name: nextName(branches), parent: present.name, from: fault.at, faults }];
}

/** The branches with a fault noted that struck the present one. */
export function withFault(branches: readonly Branch[], fault: ScheduledFault): readonly Branch[] {
  const present = branches.at(-1);
  return present ? [...branches.slice(0, -1), { ...present, faults: [...present.faults, fault] }] : branches;
}

/** The branches with the one of that name as the present one; undefined when it is so already, or there is none. */
export function switchToBranch(branches: readonly Branch[], name: string): readonly Branch[] | undefined {
  const branch = branches.find((one) => one.name === name);
  if (!branch || branch === branches.at(-1)) return undefined;
  return [...branches.filter((one) => one !== branch), branch];
}
