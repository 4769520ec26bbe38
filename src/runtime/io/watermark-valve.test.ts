import { toPlaceInInput } from "../../stream/indices.ts";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { WatermarkTarget } from "../time/watermark-output.ts";
import { suppressWhileIdle } from "./record-writer.ts";
import { WatermarkValve } from "./watermark-valve.ts";

function recorder(): { readonly target: WatermarkTarget; readonly seen: string[] } {
  const seen: string[] = [];
  return {
    seen,
    target: {
      watermark: (timestamp) => seen.push(`W${timestamp}`),
      status: (idle) => seen.push(idle ? "idle" : "active"),
    },
  };
}

/** `0:W5` channel 0 gets watermark 5, `1:idle`, `1:active`. */
function valve(channels: number, script: string): string {
  const { target, seen } = recorder();
  const subject = new WatermarkValve(channels, target);
  for (const word of script.split(" ")) {
    const [place, event = ""] = word.split(":");
    const channel = toPlaceInInput(Number(place));
    if (event.startsWith("W")) subject.watermark(channel, Number(event.slice(1)));
    else subject.status(channel, event === "idle");
  }
  return seen.join(" ");
}

test.each([
  ["[WM2] the slowest channel decides", 2, "0:W10 1:W5 1:W20", "W5 W10"],
  ["[WM1] nothing is emitted twice", 1, "0:W5 0:W5 0:W4 0:W6", "W5 W6"],
  ["[WM2] an idle channel does not hold back", 2, "0:W10 1:idle", "W10"],
  ["[WM2] nor does one that came back below the output, until it has caught up", 2, "0:W5 1:W5 0:idle 1:W20 0:active 0:W10 1:W30 0:W30 1:W40", "W5 W20 W30"],
  ["[WM3] the last channel to go idle releases the maximum", 2, "0:W10 1:W50 1:idle 0:idle", "W10 W50 idle"],
  ["[WM3] only if it was the one that held back", 2, "0:W10 1:W50 0:idle 1:idle 0:active", "W10 W50 idle active"],
])("%s", (_name, channels, script, expected) => {
  expect(valve(channels, script)).toBe(expected);
});

test("[WM1] output rises whatever the channels do", () => {
  const step = fc.record({ channel: fc.nat(2), event: fc.oneof(fc.integer({ min: 0, max: 50 }), fc.boolean()) });
  fc.assert(
    fc.property(fc.array(step), (script) => {
      const { target, seen } = recorder();
      const subject = new WatermarkValve(3, target);
      for (const { channel, event } of script) {
        if (typeof event === "number") subject.watermark(toPlaceInInput(channel), event);
        else subject.status(toPlaceInInput(channel), event);
      }
      const watermarks = seen.filter((word) => word.startsWith("W")).map((word) => Number(word.slice(1)));
      expect(watermarks).toEqual([...new Set(watermarks)].toSorted((left, right) => left - right));
      const statuses = seen.filter((word) => !word.startsWith("W"));
      expect(statuses).toEqual(statuses.map((_, index) => (index % 2 === 0 ? "idle" : "active")));
    }),
  );
});

test("[WM5] an output that announced IDLE swallows watermarks and repeats no status", () => {
  const { target, seen } = recorder();
  const output = suppressWhileIdle(target);
  output.status(false);
  output.watermark(1);
  output.status(true);
  output.status(true);
  output.watermark(2);
  output.status(false);
  output.watermark(3);
  expect(seen.join(" ")).toBe("W1 idle active W3");
});
