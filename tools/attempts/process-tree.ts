import { readdirSync, readFileSync } from "node:fs";
import { execFileSync } from "node:child_process";

const pageBytes = 4096;
/** Linux tells times of processes in hundredths of a second, on whatever machine. */
const tickMs = 10;

interface ProcessLine {
  readonly pid: number;
  readonly parent: number;
  /** Resident memory. */
  readonly bytes: number;
  /** What its threads have computed; 0 where that is not told. */
  readonly cpuMs: number;
  /** Tells a process from a later one of the same number. */
  readonly started: string;
}

/** A process with all that it started, directly or not, whatever group or session those put themselves into. */
export class ProcessTree {
  readonly #root: number;
  readonly #seen = new Map<number, string>();
  readonly #cpuMs = new Map<number, number>();

  constructor(root: number) {
    this.#root = root;
  }

  /**
   * Resident memory of those that are alive, in bytes. To be called often: whoever lost its parent is known by having been seen before.
   * What another tree saw of the machine less than `maxAgeMs` ago will do.
   */
  memory(maxAgeMs = 0): number {
    const lines = processes(maxAgeMs);
    const children = Map.groupBy(lines, ({ parent }) => parent);
    const tree = lines.filter((line) => line.pid === this.#root || this.#seen.get(line.pid) === line.started);
    // Grows while it is gone through: children of children come behind.
    const known = new Set(tree.map(({ pid }) => pid));
    for (const { pid } of tree) {
      for (const child of children.get(pid) ?? []) {
        if (known.has(child.pid)) continue;
        known.add(child.pid);
        tree.push(child);
      }
    }
    for (const { pid, started, cpuMs } of tree) {
      this.#seen.set(pid, started);
      this.#cpuMs.set(pid, cpuMs);
    }
    return tree.reduce((sum, { bytes }) => sum + bytes, 0);
  }

  /** What they have computed together, those that are gone too, at the last look at their memory. */
  get cpuMs(): number {
    return [...this.#cpuMs.values()].reduce((sum, ms) => sum + ms, 0);
  }

  /** Sends a signal to all of them that are alive; false when none is left. */
  signal(signal: NodeJS.Signals): boolean {
    this.memory();
    const alive = processes(0).filter(({ pid, started }) => this.#seen.get(pid) === started);
    for (const { pid } of alive) {
      try {
        process.kill(pid, signal);
      } catch {
        // Gone by itself.
      }
    }
    return alive.length > 0;
  }
}

let latest: { readonly at: number; readonly lines: readonly ProcessLine[] } = { at: -Infinity, lines: [] };

function processes(maxAgeMs: number): readonly ProcessLine[] {
  if (performance.now() - latest.at > maxAgeMs) latest = { at: performance.now(), lines: processesNow() };
  return latest.lines;
}

function processesNow(): readonly ProcessLine[] {
  if (process.platform !== "linux") return processesByPs();
  return readdirSync("/proc").flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    try {
      // Behind the command's name in parentheses: state, parent, ...; times of the threads are the 12th and 13th from there, start the 20th, resident pages the 22nd.
      const fields = readFileSync(`/proc/${name}/stat`, "utf8").replace(/^.*\) /s, "").split(" ");
      // A zombie is over; its parent has not asked yet.
      if (fields[0] === "Z") return [];
      const cpuMs = (Number(fields[11]) + Number(fields[12])) * tickMs;
      return [{ pid: Number(name), parent: Number(fields[1]), bytes: Number(fields[21]) * pageBytes, cpuMs, started: fields[19] ?? "" }];
    } catch {
      // Gone since the directory was listed.
      return [];
    }
  });
}

function processesByPs(): readonly ProcessLine[] {
  const lines = execFileSync("ps", ["-A", "-o", "pid=,ppid=,rss="], { encoding: "utf8" }).trim().split("\n");
  return lines.map((line) => {
    const [pid = 0, parent = 0, kibibytes = 0] = line.trim().split(/\s+/).map(Number);
    return { pid, parent, bytes: kibibytes * 1024, cpuMs: 0, started: "" };
  });
}

/** Sends a signal to all processes of a group, as a terminal does. */
export function signalGroup(group: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-group, signal);
  } catch {
    // None is left.
  }
}
