import { expect, test } from "vitest";
import { namespaceText } from "../../observe/event.ts";
import { keyInWindow, windowText } from "./window-text.ts";

test("[UI154] the window of a state is written in event time, and the window without ends not at all", () => {
  const start = Date.UTC(2026, 0, 1, 9, 0, 50);
  const minute = namespaceText({ start, end: start + 10_000 });
  expect(windowText(minute)).toBe("09:00:50 – 09:01:00");
  expect(keyInWindow("mill", minute)).toBe("mill 09:00:50 – 09:01:00");
  for (const without of [undefined, namespaceText({ start: -Infinity, end: Infinity })]) {
    expect(windowText(without)).toBe("");
    expect(keyInWindow("44", without)).toBe("44");
  }
});
