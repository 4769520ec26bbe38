import { expect, test } from "vitest";
import { examples } from "../designer/examples/example.ts";
import { eventsOf, logOf } from "./testing/logged-run.ts";

test("[UI24] the job of a first visit shows alignment at once: an input is held while another is read, and checkpoint 1 is complete within 8 s", () => {
  const document = examples[0]?.document;
  const log = logOf(document);
  const [started] = eventsOf(log, "alignmentStarted");
  const [ended] = [...eventsOf(log, "snapshotTaken")].filter(({ subtask, seq }) => subtask === started?.subtask && seq > (started?.seq ?? 0));
  expect(started?.body.checkpointId).toBe(1);
  expect(ended?.body.checkpointId).toBe(1);
  const between = [...eventsOf(log, "received")].filter(({ subtask, seq }) => subtask === started?.subtask && seq > (started?.seq ?? 0) && seq < (ended?.seq ?? 0));
  // The barrier of the other input comes last; before it there are records.
  expect(between.length).toBeGreaterThan(1);
  expect(between.map(({ body }) => body.channel)).not.toContain(started?.body.channel);
  const [complete] = eventsOf(log, "checkpointCompleted");
  expect(complete?.body.checkpointId).toBe(1);
  expect((complete?.at ?? Infinity) / (document?.run?.speed ?? 0)).toBeLessThan(8_000);
});
