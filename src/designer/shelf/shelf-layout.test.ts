import { expect, it } from "vitest";
import { RunLog } from "../../observe/run-log.ts";
import { sampleEvents, sampleHeader } from "../../observe/testing/sample-log.ts";
import { boxesOf, faceOf, shelfOf } from "./shelf-layout.ts";

it("[PX13] the face of the shelf stays the same while only records move, and changes with everything that the cards show", () => {
  const options = { failAt: 900 };
  const header = sampleHeader(options);
  const log = new RunLog(header);
  log.append(sampleEvents(4000, options));
  const shown = (cursor: number): string => {
    const run = log.seek(cursor);
    return JSON.stringify(shelfOf(run, 1000).cards.map((card) => [card.checkpoint.id, card.checkpoint.status, boxesOf(card)]));
  };
  let changes = 0;
  let [before, face] = [shown(0), faceOf(log.seek(0))];
  for (let cursor = 1; cursor <= log.length; cursor++) {
    const kind = log.event(cursor - 1)?.body.kind ?? "";
    const [now, next] = [shown(cursor), faceOf(log.seek(cursor))];
    if (now !== before) expect(next).not.toBe(face);
    if (["sent", "delivered", "received", "processing", "processed", "stateWritten", "watermark"].includes(kind)) expect(next).toBe(face);
    if (next !== face) changes++;
    [before, face] = [now, next];
  }
  expect(changes).toBeGreaterThan(20);
});
