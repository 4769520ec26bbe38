import { readdirSync, readFileSync } from "node:fs";

/** Ticks of the kernel's clock a second: `USER_HZ`, the same on every Linux. */
const ticks = 100;

/** Processor seconds, user and system, of this process's children that have ended, theirs included. NaN where the system does not say. */
export function endedChildrenSeconds(): number {
  const [user, system] = statTimes("/proc/self/stat", 13);
  return (user + system) / ticks;
}

/** Fields of a `stat` file from `first`, counted from 0, behind the name, which may hold anything. */
function statTimes(path: string, first: number): readonly [number, number] {
  const text = read(path);
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  return [Number(fields[first] ?? NaN), Number(fields[first + 1] ?? NaN)];
}

/** Processor seconds by thread of a process and all below it, watched while it runs: a thread's last moments are not seen. */
export class ThreadTimes {
  readonly #seconds = new Map<string, number>();

  /** Looks once. */
  look(root: number): void {
    for (const thread of list(`/proc/${root}/task`)) {
      const directory = `/proc/${root}/task/${thread}`;
      const [user, system] = statTimes(`${directory}/stat`, 11);
      if (Number.isFinite(user)) this.#seconds.set(thread, (user + system) / ticks);
      for (const child of read(`${directory}/children`).split(" ")) if (child !== "") this.look(Number(child));
    }
  }

  /** Of the busiest threads first. */
  get seconds(): readonly number[] {
    return [...this.#seconds.values()].toSorted((left, right) => right - left);
  }
}

/** Threads and processes come and go; elsewhere than on Linux there are no such files at all. */
function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

function list(path: string): readonly string[] {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}
