import { toOperatorIndex } from "../stream/indices.ts";
import { expect, test } from "vitest";
import type { LogEventBody } from "../observe/event.ts";
import { StepAllowance } from "./step-allowance.ts";
import { Outbox } from "./workers/outbox.ts";

const line = (text: string): LogEventBody => ({ kind: "userLog", operator: toOperatorIndex(0), text });
const long = "x".repeat(32_768);

function tell(allowance: StepAllowance, events: number, text: string): number {
  for (let told = 0; told < events; told++) {
    try {
      allowance.event(line(text));
    } catch {
      return told;
    }
  }
  return events;
}

test("[HB33] a step may tell much, in events and in text, but not without end", () => {
  expect(tell(new StepAllowance(), 2_000_000, "x")).toBe(1_000_000);
  expect(tell(new StepAllowance(), 10_000, long)).toBe(4096);
  const parts = new StepAllowance();
  for (let part = 0; part < 128; part++) parts.staged(1 << 20);
  expect(() => parts.staged(1)).toThrow("one step made more than 128 MB of sink output");
});

test("[HB33] what one step tells does not count for the next", () => {
  const allowance = new StepAllowance();
  for (let step = 0; step < 4; step++) {
    expect(tell(allowance, 3000, long)).toBe(3000);
    allowance.endStep();
  }
});

test("[HB33] a function that catches the refusal fails at the end of its step", () => {
  const allowance = new StepAllowance();
  tell(allowance, 10_000, long);
  expect(tell(allowance, 1, "x")).toBe(0);
  expect(() => allowance.endStep()).toThrow("one step made more than 128 million characters of lines");
  allowance.endStep();
});

test("[HB10] a task waits for the text of its lines as for their number, until those that hold it are confirmed", () => {
  const sent: number[] = [];
  const thread = { now: () => 0, post: (message: { readonly events?: readonly unknown[] }) => void sent.push(message.events?.length ?? 0) };
  const outbox = new Outbox(thread as ConstructorParameters<typeof Outbox>[0], { events: 1000, characters: 100_000 });
  for (const text of [long, long, "short", long]) outbox.emit(line(text));
  expect(outbox.isFull).toBe(false);
  outbox.sendEvents();
  outbox.emit(line(long));
  expect(outbox.isFull).toBe(true);
  outbox.sendEvents();
  outbox.confirmed(3, 0);
  expect(outbox.isFull).toBe(true);
  outbox.confirmed(1, 0);
  expect(outbox.isFull).toBe(false);
  expect(sent).toEqual([4, 1]);
});
