import { expect, test } from "vitest";
import { PausableClock } from "./pausable-clock.ts";
import { createWatermarkEmitter } from "./watermark-emitter.ts";
import type { WatermarkGenerator } from "./watermark-strategy.ts";
import { boundedOutOfOrderness, createGenerator } from "./watermark-strategy.ts";

/** A generator with an idle timeout of 20 ms, driven by hand. */
class Drive {
  readonly seen: string[] = [];
  readonly clock: PausableClock;
  readonly #generator: WatermarkGenerator;
  readonly #output = createWatermarkEmitter({
    watermark: (timestamp) => this.seen.push(`W${timestamp}`),
    status: (idle) => this.seen.push(idle ? "idle" : "active"),
  });
  #now = 1;

  constructor() {
    this.clock = new PausableClock({ now: () => this.#now });
    this.#generator = createGenerator({ createGenerator: () => boundedOutOfOrderness(0), idlenessMs: 20 }, this.clock);
  }

  event(timestamp: number): this {
    this.#generator.onEvent({ $kind: 0 }, timestamp, this.#output);
    return this;
  }

  /** A tick every 10 ms. */
  ticks(count: number): this {
    for (let tick = 0; tick < count; tick += 1) {
      this.#now += 10;
      this.#generator.onPeriodicEmit(this.#output);
    }
    return this;
  }
}

test("[WM10] the first quiet tick starts the measurement, a later one marks idle once", () => {
  expect(new Drive().event(5).ticks(4).seen).toEqual(["W4"]);
  expect(new Drive().event(5).ticks(9).seen).toEqual(["W4", "idle"]);
});

test("[WM11] a record alone does not make active, a watermark that rises does", () => {
  expect(new Drive().event(5).ticks(5).event(5).ticks(1).seen).toEqual(["W4", "idle"]);
  expect(new Drive().event(5).ticks(5).event(6).ticks(1).seen).toEqual(["W4", "idle", "active", "W5"]);
});

test("[WM11] the clock of idleness stands still while the task is held up", () => {
  const drive = new Drive().event(5).ticks(2);
  drive.clock.pause();
  drive.clock.pause();
  drive.clock.resume();
  drive.ticks(9);
  expect(drive.seen).toEqual(["W4"]);
  drive.clock.resume();
  expect(drive.ticks(3).seen).toEqual(["W4", "idle"]);
});
