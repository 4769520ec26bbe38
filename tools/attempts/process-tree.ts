import { readdirSync, readFileSync } from "node:fs";
import { execFileSync } from "node:child_process";

const pageBytes = 4096;

/** Resident memory of all processes of a process group, in bytes. */
export function groupMemory(group: number): number {
  if (process.platform !== "linux") return memoryByPs(group);
  let bytes = 0;
  for (const name of readdirSync("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    try {
      // Behind the command's name in parentheses: state, parent, group; resident pages are the 22nd from there.
      const fields = readFileSync(`/proc/${name}/stat`, "utf8").replace(/^.*\) /, "").split(" ");
      if (Number(fields[2]) === group) bytes += Number(fields[21]) * pageBytes;
    } catch {
      // Gone since the directory was listed.
    }
  }
  return bytes;
}

function memoryByPs(group: number): number {
  const lines = execFileSync("ps", ["-A", "-o", "pgid=,rss="], { encoding: "utf8" }).split("\n");
  return lines.map((line) => line.trim().split(/\s+/).map(Number)).reduce((sum, [id, rss]) => (id === group ? sum + (rss ?? 0) * 1024 : sum), 0);
}

/** Sends a signal to all processes of a group; false when none is left. */
export function signalGroup(group: number, signal: NodeJS.Signals): boolean {
  try {
    process.kill(-group, signal);
    return true;
  } catch {
    return false;
  }
}
