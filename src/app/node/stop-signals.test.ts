import { expect, test } from "vitest";
import { StopWishes } from "./stop-signals.ts";

test("[CL15] what a launcher passes on of a signal that the terminal sent to all is no second wish, however late it comes", () => {
  const wishes = new StopWishes();
  wishes.sent("SIGINT", 0);
  wishes.passedOn("SIGINT");
  wishes.passedOn("SIGINT");
  expect(wishes.count).toBe(1);
  wishes.sent("SIGINT", 400);
  expect(wishes.count).toBe(2);
  wishes.passedOn("SIGINT");
  expect(wishes.count).toBe(2);
});

test("[CL15] a signal to the launcher alone is a wish, and the terminal's that comes after it is the same", () => {
  const wishes = new StopWishes();
  wishes.passedOn("SIGTERM");
  wishes.sent("SIGTERM", 900);
  expect(wishes.count).toBe(1);
  wishes.sent("SIGINT", 901);
  expect(wishes.count).toBe(2);
});

test("[CL15] a signal that is sent to a process and to its group in one go is one wish", () => {
  const wishes = new StopWishes();
  wishes.sent("SIGTERM", 0);
  wishes.sent("SIGTERM", 3);
  expect(wishes.count).toBe(1);
});
