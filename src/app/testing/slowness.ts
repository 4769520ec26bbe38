import { spawnSync } from "node:child_process";

/** What it takes a process to start and end on an idle machine. */
const idleMs = 80;

/**
 * How many times longer than on an idle machine it takes a process to start and end, here and now, and never less than 1: by this a
 * limit in seconds is stretched.
 */
export function slowness(): number {
  const started = performance.now();
  const { status } = spawnSync(process.execPath, ["-e", "0"]);
  if (status !== 0) throw new Error("no process can be started");
  return Math.max(1, (performance.now() - started) / idleMs);
}
