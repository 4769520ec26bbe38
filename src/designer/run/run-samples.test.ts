import { describe, expect, it } from "vitest";
import { sampleEvents, sampleHeader } from "../../observe/testing/sample-log.ts";
import { toOperatorIndex, toTaskIndex } from "../../stream/indices.ts";
import { cursorAt } from "./cursor-at.ts";
import { RunPlayer } from "./run-player.ts";

const header = sampleHeader();
const events = sampleEvents(20_000);

function played(upTo: number): RunPlayer {
  const player = new RunPlayer(header);
  player.append({ events: events.slice(0, upTo), hash: "" });
  return player;
}

const finish = ({ samples }: RunPlayer): void => {
  while (samples.advance(16));
};

describe("[OB51] a run in steps", () => {
  it("has at every step what the log tells of that moment", () => {
    const player = played(6000);
    finish(player);
    const { samples, log } = player;
    expect(samples.all.length).toBeGreaterThan(150);
    for (const sample of samples.all.filter((_, place) => place % 17 === 0)) {
      const run = log.seek(cursorAt(log, sample.at));
      run.subtasks.forEach((subtask, index) => {
        expect(samples.records(sample, toTaskIndex(index), toOperatorIndex(0))).toEqual({
          in: subtask.operatorRecords[0],
          out: subtask.operatorRecords[1],
        });
      });
      expect(sample.eventTime).toBe(run.eventTime);
    }
  });

  it("stays even and bounded while the run grows, and ends where a run that is first looked at then does", () => {
    const player = new RunPlayer(header);
    for (let from = 0; from < events.length; from += 100) {
      player.append({ events: events.slice(from, from + 100), hash: "" });
      finish(player);
    }
    const { all } = player.samples;
    expect(all.length).toBeLessThan(513);
    const gaps = all.slice(1).map(({ at }, place) => at - (all[place]?.at ?? 0));
    for (const gap of gaps) expect(gap).toBeCloseTo(gaps[0] ?? 0, 6);
    expect(player.log.head.at - (all.at(-1)?.at ?? 0)).toBeLessThan(2 * (gaps[0] ?? 0));
    const late = played(events.length);
    finish(late);
    expect([...player.samples.newest.values]).toEqual([...late.samples.newest.values]);
  });

  it("reads nothing before it is asked, and knows every checkpoint that ended, by subtask", () => {
    const player = played(20_000);
    expect(player.samples.all).toEqual([]);
    finish(player);
    const ended = events.flatMap(({ body }) => (body.kind === "checkpointCompleted" ? [[body.checkpointId, body.bytes]] : []));
    expect(ended.length).toBeGreaterThan(2);
    const completed = player.samples.checkpoints.filter(({ status }) => status === "completed");
    expect(completed.map(({ id, bytes }) => [id, bytes])).toEqual(ended);
    const [first] = completed;
    const sum = [...(first?.parts.values() ?? [])].reduce((total, { bytes }) => total + bytes, 0);
    expect(sum).toBe(first?.bytes);
  });
});
