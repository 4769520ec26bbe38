import { expect, test } from "vitest";
import { snapshotOf, testBackend } from "../state/testing/test-backend.ts";
import type { KeyedBackend } from "../state/backend.ts";
import type { TimerService } from "./timer-service.ts";

interface Fixture {
  readonly backend: KeyedBackend;
  readonly timers: TimerService<undefined>;
  readonly fired: string[];
  watermark(timestamp: number): void;
  clock(now: number): void;
}

/** Notes "domain key@timestamp" of what fires; `then` may register more. */
function fixture(then: (timers: TimerService<undefined>, timestamp: number) => void = () => {}): Fixture {
  let now = 0;
  const backend = testBackend({ clock: { now: () => now } });
  const fired: string[] = [];
  const timers: TimerService<undefined> = backend.timers<undefined>("timers", {
    onTimer: (domain, timestamp) => {
      fired.push(`${domain} ${String(backend.state.currentKey)}@${timestamp}`);
      then(timers, timestamp);
    },
  });
  return {
    backend,
    timers,
    fired,
    watermark: (timestamp) => {
      backend.setWatermark(timestamp);
      while (backend.fireEventTimer());
    },
    clock: (time) => {
      now = time;
      while (backend.fireProcessingTimer(time));
    },
  };
}

test("[TM1] a timer is one per domain, timestamp, key and namespace", () => {
  const { backend, timers } = fixture();
  for (const key of ["a", "b", "a"]) {
    backend.setCurrentKey(key);
    timers.registerEventTimer(undefined, 5);
    timers.registerProcessingTimer(undefined, 5);
  }
  expect(backend.statistics()).toMatchObject({ eventTimers: 2, processingTimers: 2 });
  timers.deleteEventTimer(undefined, 6);
  timers.deleteEventTimer(undefined, 5);
  timers.deleteEventTimer(undefined, 5);
  expect(backend.statistics()).toMatchObject({ eventTimers: 1, processingTimers: 2 });
  expect(() => timers.registerEventTimer(undefined, NaN)).toThrow(/TM1/);
});

test("[TM2] event timers fire by time with their key, those in the past with the next watermark", () => {
  const { backend, timers, fired, watermark } = fixture();
  watermark(10);
  backend.setCurrentKey("a");
  timers.registerEventTimer(undefined, 9);
  timers.registerEventTimer(undefined, 12);
  backend.setCurrentKey("b");
  timers.registerEventTimer(undefined, 11);
  expect(fired).toEqual([]);
  watermark(11);
  expect(fired).toEqual(["event a@9", "event b@11"]);
  expect(timers.currentWatermark).toBe(11);
});

test("[TM2] a timer that a callback registers for a time that has come fires in the same advance", () => {
  const { backend, timers, fired, watermark } = fixture((service, timestamp) => {
    if (timestamp < 4) service.registerEventTimer(undefined, timestamp + 1);
  });
  backend.setCurrentKey("a");
  timers.registerEventTimer(undefined, 1);
  watermark(3);
  expect(fired).toEqual(["event a@1", "event a@2", "event a@3"]);
  watermark(9);
  expect(fired.at(-1)).toBe("event a@4");
});

test("[TM4] processing timers fire up to the clock, earliest first", () => {
  const { backend, timers, fired, clock } = fixture();
  backend.setCurrentKey("a");
  for (const at of [30, 10, 20]) timers.registerProcessingTimer(undefined, at);
  expect(backend.nextProcessingTimer()).toBe(10);
  clock(20);
  expect(fired).toEqual(["processing a@10", "processing a@20"]);
  expect(backend.nextProcessingTimer()).toBe(30);
});

test("[TM5] restored timers wait for the service to be asked for", () => {
  const { backend, timers } = fixture();
  backend.setCurrentKey("a");
  timers.registerEventTimer(undefined, 1);
  timers.registerProcessingTimer(undefined, 1);
  const restored = testBackend({ restore: snapshotOf(backend) });
  restored.setWatermark(5);
  expect([restored.fireEventTimer(), restored.nextProcessingTimer()]).toEqual([false, Infinity]);
  restored.timers("timers", { onTimer: () => {} });
  expect([restored.fireEventTimer(), restored.nextProcessingTimer()]).toEqual([true, 1]);
});

test("[TM6] after quiescing no processing timer is left or taken", () => {
  const { backend, timers } = fixture();
  backend.setCurrentKey("a");
  timers.registerProcessingTimer(undefined, 5);
  timers.registerEventTimer(undefined, 5);
  backend.quiesceProcessingTimers();
  timers.registerProcessingTimer(undefined, 6);
  expect(backend.statistics()).toMatchObject({ eventTimers: 1, processingTimers: 0 });
});
