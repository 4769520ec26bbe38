import { describe, expect, it } from "vitest";
import { sampleEvents, sampleHeader } from "../../observe/testing/sample-log.ts";
import { RunPlayer } from "./run-player.ts";

const header = sampleHeader();
const events = sampleEvents(4000);

function playing(upTo: number): RunPlayer {
  const player = new RunPlayer(header);
  player.append({ events: events.slice(0, upTo), hash: "" });
  return player;
}

describe("run player", () => {
  it("[PX10] shows every event once, in order, at the run's speed, and ends at the last", () => {
    const player = playing(3000);
    const seen: number[] = [];
    let wall = 0;
    player.frame(wall, 1);
    for (let frame = 0; frame < 400; frame++) {
      wall += 16;
      player.frame(wall, 1);
      seen.push(player.view.cursor);
    }
    expect(seen).toEqual(seen.toSorted((a, b) => a - b));
    expect(seen.at(-1)).toBe(3000);
    expect(player.now).toBe(player.log.head.at);
  });

  it("[PX10] never shows an event before its time", () => {
    const player = playing(3000);
    for (let wall = 0; wall < 300; wall += 16) {
      player.frame(wall, 0.1);
      expect(player.log.event(player.view.cursor - 1)?.at ?? 0).toBeLessThanOrEqual(player.now);
      expect(player.log.event(player.view.cursor)?.at ?? Infinity).toBeGreaterThan(player.now);
    }
  });

  it("[PX10] as fast as possible is at the live end at once", () => {
    const player = playing(3000);
    player.frame(16, Infinity);
    expect(player.view.cursor).toBe(3000);
  });

  it("looking back stands still while the log goes on, and returns to the live end", () => {
    const player = playing(1000);
    player.catchUp(0);
    player.seek(300);
    player.append({ events: events.slice(1000, 2000), hash: "" });
    player.frame(16, 1);
    player.frame(900, 1);
    expect([player.view.cursor, player.following]).toEqual([300, false]);
    player.follow();
    expect([player.view.cursor, player.following]).toEqual([2000, true]);
  });

  it("[PX9] a jump is told once, a step of one event is no jump", () => {
    const player = playing(1000);
    player.seek(400);
    expect([player.takeJump(), player.takeJump()]).toEqual([true, false]);
    player.step(-1);
    expect([player.takeJump(), player.view.cursor]).toEqual([false, 399]);
    player.step(1);
    expect([player.takeJump(), player.view.cursor]).toEqual([false, 400]);
  });

  it("[PX8] names channels in which more than eight elements moved within a tenth of a second", () => {
    const player = playing(0);
    player.frame(0, 1);
    player.append({ events: events.slice(0, 3000), hash: "" });
    player.frame(150, Infinity);
    expect(player.busyChannels.size).toBe(header.topology.channels.length);
    player.frame(300, Infinity);
    expect(player.busyChannels.size).toBe(0);
  });
});
