import { spawn } from "node:child_process";
import { slowness } from "../../src/app/testing/slowness.ts";
import type { Scratch } from "./scratch.ts";
import { ProcessTree, signalGroup } from "./process-tree.ts";

/** How long a process may run and how large it may grow before the harness steps in. */
export interface Bounds {
  /** Then it is asked to stop, as by Ctrl-C. */
  readonly runMs: number;
  /** What its processes may compute until then, for one that does as much as the machine allows. */
  readonly cpuMs?: number;
  /** Then, after the asking, it counts as one that cannot be stopped; a busy machine has longer. */
  readonly stopMs: number;
  readonly memoryBytes: number;
}

/** How a supervised process ended. */
export interface Outcome {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly ms: number;
  readonly peakBytes: number;
  /** It ended by itself, it ended when it was asked to, or it had to be killed. */
  readonly ending: "itself" | "asked" | "killed" | "too large";
  /** Milliseconds from asking to the end. */
  readonly stopMs: number | undefined;
}

/** Attempts under way at one time share a look at the machine. */
const lookEveryMs = 100;

/** Bytes of each stream that are kept for judging. */
const keptBytes = 2_000_000;

/** What is kept of a stream: what came first, or what came last. A flood costs no more than its bytes. */
class Kept {
  readonly #part: "first" | "last";
  #chunks: Buffer[] = [];
  #held = 0;

  constructor(part: "first" | "last") {
    this.#part = part;
  }

  add(chunk: Buffer): void {
    if (this.#part === "first" && this.#held >= keptBytes) return;
    this.#chunks.push(chunk);
    this.#held += chunk.length;
    while (this.#part === "last" && this.#held - (this.#chunks[0]?.length ?? 0) >= keptBytes) this.#held -= this.#chunks.shift()?.length ?? 0;
  }

  get text(): string {
    const kept = Buffer.concat(this.#chunks);
    return (this.#part === "first" ? kept.subarray(0, keptBytes) : kept.subarray(-keptBytes)).toString("utf8");
  }
}

/** Runs a program in a scratch place, in a process group of its own, and sees to it that nothing of it is left. */
export function supervise(args: readonly string[], scratch: Scratch, bounds: Bounds, env: Readonly<Record<string, string>> = {}): Promise<Outcome> {
  const started = performance.now();
  const compiled = process.env["NODE_COMPILE_CACHE"];
  const child = spawn(process.execPath, args, {
    cwd: scratch.work,
    detached: true,
    stdio: ["pipe", "pipe", "pipe"],
    env: { ...(compiled !== undefined && { NODE_COMPILE_CACHE: compiled }), PATH: process.env["PATH"] ?? "", HOME: scratch.home, WEIR_SECRET: scratch.canary, TZ: "America/New_York", ...env },
  });
  const group = child.pid ?? 0;
  const tree = new ProcessTree(group);
  child.stdin.on("error", () => undefined);
  child.stdin.write(`${scratch.canary} on standard input\n`);
  let peakBytes = 0;
  let ending: Outcome["ending"] = "itself";
  let asked: number | undefined;
  const stdout = new Kept("first");
  const stderr = new Kept("last");
  child.stdout.on("data", (chunk: Buffer) => stdout.add(chunk));
  child.stderr.on("data", (chunk: Buffer) => stderr.add(chunk));
  const isLonger = longerThan();
  const watch = setInterval(() => {
    const bytes = tree.memory(lookEveryMs / 2);
    peakBytes = Math.max(peakBytes, bytes);
    const ms = performance.now() - started;
    if (bytes > bounds.memoryBytes) {
      ending = "too large";
      tree.signal("SIGKILL");
    } else if (asked !== undefined && isLonger(performance.now() - asked, bounds.stopMs)) {
      ending = "killed";
      tree.signal("SIGKILL");
    } else if (asked === undefined && (ms > bounds.runMs || tree.cpuMs > (bounds.cpuMs ?? Infinity))) {
      ending = "asked";
      asked = performance.now();
      // As a terminal does: to every process of the group in front.
      signalGroup(group, "SIGINT");
    }
  }, lookEveryMs);
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", async (code, signal) => {
      clearInterval(watch);
      const now = performance.now();
      // A grandchild that outlives the command would be one more thing that cannot be stopped.
      if ((await outlives(tree)) && ending === "itself") ending = "killed";
      resolve({
        code,
        signal,
        stdout: stdout.text,
        stderr: stderr.text,
        ms: now - started,
        peakBytes,
        ending,
        stopMs: asked === undefined ? undefined : now - asked,
      });
    });
  });
}

/** Whether a time is longer than a limit, stretched by what the machine was at its slowest when it was asked. */
function longerThan(): (ms: number, limitMs: number) => boolean {
  let slowest = 1;
  return (ms, limitMs) => {
    if (ms <= limitMs * slowest) return false;
    slowest = Math.max(slowest, slowness());
    return ms > limitMs * slowest;
  };
}

/** Milliseconds that what a process started may take to see that it is gone. */
const orphanMs = 2_000;

/** Whether something is still alive a while later; then it is ended. */
async function outlives(tree: ProcessTree): Promise<boolean> {
  const since = performance.now();
  const isLonger = longerThan();
  while (tree.memory() > 0) {
    if (isLonger(performance.now() - since, orphanMs)) return tree.signal("SIGKILL");
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return false;
}
