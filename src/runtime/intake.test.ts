import { expect, test } from "vitest";
import { Intake } from "./intake.ts";
import type { ServicedOperator } from "./chain-services.ts";

test("[HB75] a task takes nothing while a record is in hand, an operator has stopped, or an output is full, in this order", () => {
  const world = { room: true, inHand: false };
  const wentOn: string[] = [];
  const intake = new Intake({ atOnce: 8, outputs: { hasRoom: () => world.room }, hasRecordInHand: () => world.inHand });
  const operator = (name: string): ServicedOperator => ({
    operator: { inputs: [] },
    resumeWatermark: () => wentOn.push(name) < 0,
  });
  expect(intake.hold).toBeUndefined();
  world.room = false;
  expect([intake.hold, intake.innerHold]).toEqual(["outputsFull", undefined]);
  intake.stop(operator("first"));
  intake.stop(operator("second"));
  expect([intake.hold, intake.innerHold]).toEqual(["operatorStopped", "operatorStopped"]);
  expect(intake.resumeStopped()).toBe(false);
  world.inHand = true;
  expect(intake.hold).toBe("recordInHand");
  Object.assign(world, { room: true, inHand: false });
  expect([intake.resumeStopped(), intake.hold]).toEqual([true, "operatorStopped"]);
  expect([intake.resumeStopped(), intake.hold]).toEqual([true, undefined]);
  expect(wentOn).toEqual(["first", "second"]);
});
