import { expect, test } from "vitest";
import { toChannelIndex, toOperatorIndex, toTaskIndex } from "../../../stream/indices.ts";
import { coordinator } from "../../../observe/event.ts";
import { frame, FrameReader } from "./frames.ts";
import { messagesOf, readJobMessage } from "./job-message.ts";

const head = toOperatorIndex(0);

const told = (text: string) => ({ seq: 0, at: 1, subtask: toTaskIndex(0), body: { kind: "userLog", operator: head, stream: "stdout", text } }) as const;

test("[HB22] frames arrive whole, in whatever pieces they come", () => {
  const contents = ["", "a", "b".repeat(1000), "水"].map((text) => Buffer.from(text));
  const bytes = Buffer.concat(contents.map((content) => frame(content)));
  for (const size of [1, 3, 7, 500, bytes.length]) {
    const arrived: string[] = [];
    const reader = new FrameReader((content) => void arrived.push(content.toString()));
    for (let at = 0; at < bytes.length; at += size) reader.push(bytes.subarray(at, at + size));
    expect(arrived).toEqual(contents.map((content) => content.toString()));
  }
});

test("[HB22] a frame beyond the limit is refused at its first bytes, before anything of it is kept", () => {
  const reader = new FrameReader(() => {}, 1000);
  reader.push(frame(Buffer.alloc(1000)));
  expect(() => reader.push(frame(Buffer.alloc(1001)).subarray(0, 4))).toThrow("1001 bytes");
});

test("[HB22] events cross as they are; a text beyond the limit loses its end and says so", () => {
  const messages = [...messagesOf([told("a"), told("x".repeat(3 << 20)), told("b")], true)].map(readJobMessage);
  const texts = messages.flatMap((message) => (message.kind === "events" ? message.events : [])).map(({ body }) => "text" in body && body.text);
  expect(texts).toEqual(["a", `${"x".repeat(1 << 20)}… (${3 << 20} characters)`, "b"]);
});

test("[HB22] where no log is wanted rows come alone, in order with the other events that are told of", () => {
  const status = { seq: 0, at: 1, subtask: coordinator, body: { kind: "jobStatus", status: "RUNNING" } } as const;
  const passed = { seq: 0, at: 1, subtask: toTaskIndex(0), body: { kind: "passed", channel: toChannelIndex(0), sent: 1, received: 0 } } as const;
  const messages = [...messagesOf([told("a"), passed, told("b\n"), status, told("c")], false)].map(readJobMessage);
  expect(messages).toEqual([
    { kind: "printed", rows: ["a", "b\n"] },
    { kind: "events", events: [status] },
    { kind: "printed", rows: ["c"] },
  ]);
});

const wrong = [
  null,
  [],
  "events",
  {},
  { kind: "events" },
  { kind: "events", events: [null] },
  { kind: "events", events: [{ seq: 0, at: 0, subtask: 0 }] },
  { kind: "events", events: [{ seq: 0, at: 0, subtask: "x", body: { kind: "sent" } }] },
  { kind: "events", events: [{ seq: 0, at: 0, subtask: 0, body: { kind: "userLog", operator: 0, text: { toString: 1 } } }] },
  { kind: "events", events: [{ seq: 0, at: 0, subtask: 0, body: { kind: "userLog", operator: 0, text: "", stream: "file" } }] },
  { kind: "events", events: [{ seq: 0, at: 0, subtask: 0, body: { kind: "jobStatus", status: 1 } }] },
  { kind: "printed", rows: [1] },
  { kind: "publish" },
  { kind: "publish", transaction: "x".repeat(501) },
  { kind: "ended", status: "FINISHED" },
  { kind: "ended", status: "FINISHED", remark: "", cause: {} },
  { kind: "run" },
];

test.each(wrong)("[HB22] what is no message is believed in nothing: %j", (message) => {
  expect(() => readJobMessage(JSON.stringify(message))).toThrow("a message of no known kind");
});
