import { toPlaceInTask } from "../../stream/indices.ts";
import { expect, test } from "vitest";
import { MemoryChannel } from "../testing/memory-channel.ts";
import { InputGate } from "./input-gate.ts";

function gateOf(count: number) {
  const seen: string[] = [];
  const channels = Array.from({ length: count }, () => new MemoryChannel());
  const gate = new InputGate(
    channels.map((input, index) => ({ input, collect: ({ v }) => seen.push(`${index}:${String(v)}`) })),
    { onRecords() {}, onControl: (index, { kind }) => seen.push(`${index}:${kind}`) },
  );
  const send = (channel: number, ...values: readonly number[]): void => {
    for (const v of values) channels[channel]?.write({ $kind: 0, v }, 0);
  };
  return { gate, channels, seen, send };
}

test("channels are read in turn, a batch each", () => {
  const { gate, seen, send } = gateOf(3);
  send(0, 1, 2, 3);
  send(2, 4);
  expect([gate.read(2), gate.read(2), gate.read(2), gate.read(2)]).toEqual([2, 1, 1, 0]);
  expect(seen).toEqual(["0:1", "0:2", "2:4", "0:3"]);
});

test("a batch ends behind the control element that follows it", () => {
  const { gate, channels, seen, send } = gateOf(1);
  send(0, 1);
  channels[0]?.control({ kind: "watermark", timestamp: 1 });
  send(0, 2);
  expect(gate.read(10)).toBe(2);
  expect(seen).toEqual(["0:1", "0:watermark"]);
});

test("a blocked channel is neither read nor readable until it is resumed", () => {
  const { gate, seen, send } = gateOf(2);
  send(0, 1);
  gate.block(toPlaceInTask(0));
  expect([gate.isReadable(), gate.read(10)]).toEqual([false, 0]);
  expect([gate.resume(toPlaceInTask(0)), gate.resume(toPlaceInTask(0))]).toEqual([true, false]);
  gate.read(10);
  expect(seen).toEqual(["0:1"]);
});

test("[TK5] a channel gives nothing after its end, and ends once", () => {
  const { gate, send } = gateOf(1);
  gate.end(toPlaceInTask(0));
  send(0, 1);
  expect([gate.isFinished(), gate.isReadable(), gate.read(10)]).toEqual([true, false, 0]);
  expect(() => gate.end(toPlaceInTask(0))).toThrow("[TK5]");
});
