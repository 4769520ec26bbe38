import { expect, test } from "vitest";
import type { Progress, Task } from "../runtime/environment.ts";
import { driveTask } from "./drive-task.ts";

interface World {
  now: number;
  readonly log: string[];
}

/** A task that makes the given steps, one millisecond each, then finishes. */
function scriptedTask(world: World, steps: readonly Progress[], nextTimerAt = Infinity, busyUntil = -Infinity): Task {
  let at = 0;
  return {
    step() {
      world.now += 1;
      return steps[at++] ?? "finished";
    },
    post: () => {},
    nextTimerAt: () => nextTimerAt,
    busyUntil,
    close: () => {},
  };
}

const seams = (world: World, sleep: (timeoutMs: number) => Promise<void> | undefined) => ({
  sleeper: {
    arm: () => world.log.push("arm"),
    disarm: () => void world.log.push("disarm"),
    sleep: (_ticket: number, timeoutMs: number) => {
      world.log.push(`sleep ${timeoutMs}`);
      return sleep(timeoutMs);
    },
  },
  now: () => world.now,
  yieldToEvents: async () => void world.log.push("yield"),
  announce: () => {},
  onPause: () => {},
  isWanted: () => true,
  isPaused: () => false,
});

test("[HB4] a busy task lets its event loop run every 8 ms", async () => {
  const world: World = { now: 0, log: [] };
  await driveTask(scriptedTask(world, Array<Progress>(20).fill("worked")), seams(world, async () => {}));
  expect(world.log).toEqual(["yield", "yield"]);
});

test("[HB4] an idle task sleeps after 32 looks, until its next timer", async () => {
  const world: World = { now: 0, log: [] };
  await driveTask(scriptedTask(world, Array<Progress>(33).fill("idle"), 100), seams(world, async () => {}));
  expect(world.log).toEqual(["arm", "sleep 67"]);
});

test("[HB4] [TK11] one with a record in hand sleeps until the service time of the record is over, though nothing rings then", async () => {
  const world: World = { now: 0, log: [] };
  await driveTask(scriptedTask(world, Array<Progress>(33).fill("idle"), Infinity, 50), seams(world, async () => {}));
  expect(world.log).toEqual(["arm", "sleep 17"]);
});

test("[HB4] work that came between the last look and the bell is not slept on", async () => {
  const world: World = { now: 0, log: [] };
  const steps: Progress[] = [...Array<Progress>(32).fill("blocked"), "worked"];
  await driveTask(scriptedTask(world, steps), seams(world, async () => {}));
  expect(world.log).toEqual(["arm", "disarm"]);
});

test("[HB4] a bell that rang already costs one turn of the event loop, no sleep", async () => {
  const world: World = { now: 0, log: [] };
  await driveTask(scriptedTask(world, Array<Progress>(33).fill("idle")), seams(world, () => undefined));
  expect(world.log).toEqual(["arm", "sleep Infinity", "yield"]);
});

test("[HB4] a paused task is not stepped, whatever rings, until it goes on", async () => {
  const world: World = { now: 0, log: [] };
  let paused = true;
  const ring = async (): Promise<void> => {
    if (world.log.filter((entry) => entry.startsWith("sleep")).length === 3) paused = false;
  };
  await driveTask(scriptedTask(world, []), { ...seams(world, ring), isPaused: () => paused });
  expect(world.log).toEqual(["arm", "sleep Infinity", "arm", "sleep Infinity", "arm", "sleep Infinity"]);
  expect(world.now).toBe(1);
});

test("[RP60] what a busy task sent is announced before it rests, and when a step found nothing to do", async () => {
  const world: World = { now: 0, log: [] };
  const busy: World = { now: 0, log: [] };
  const announced = (world: World) => ({ ...seams(world, async () => {}), announce: () => void world.log.push(`announce ${world.now}`) });
  await driveTask(scriptedTask(busy, Array<Progress>(10).fill("worked")), announced(busy));
  expect(busy.log).toEqual(["announce 8", "yield", "announce 11"]);
  const steps: readonly Progress[] = ["worked", "worked", "idle", "idle", "worked", ...Array<Progress>(32).fill("idle"), "blocked"];
  await driveTask(scriptedTask(world, steps), announced(world));
  expect(world.log).toEqual(["announce 3", "announce 6", "arm", "announce 38", "sleep Infinity", "announce 39"]);
});
