import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { createCatalog } from "../../app/catalog.ts";
import { countedChain } from "../../app/testing/counted-chain.ts";
import { plainFunctions } from "../../expression/testing/plain-functions.ts";
import { createInProcessJobClient } from "../../hosts/in-process/job-client.ts";
import { toTaskIndex } from "../../stream/indices.ts";
import { linkFragment, readLink } from "../document/share-link.ts";
import type { SharedMoment } from "../document/shared-moment.ts";
import { hashUpTo } from "./go-to-moment.ts";
import { Session } from "./session.ts";

const job = countedChain();

function openSession(): Session {
  const clock = {
    now: () => performance.now(),
    delay: (ms: number, callback: () => void) => {
      const timer = setTimeout(callback, ms);
      return () => clearTimeout(timer);
    },
  };
  const yieldToEvents = () => new Promise<void>((resolve) => setImmediate(resolve));
  const port = () => ({ ok: false, message: "no files here" }) as const;
  const host = { catalog: createCatalog(), functions: plainFunctions, clock, yieldToEvents, port };
  return new Session({ isolated: () => false, jobId: () => "job", connect: () => createInProcessJobClient(host) });
}

async function ended(session: Session): Promise<void> {
  await vi.waitFor(() => expect(session.store.getState().phase).toBe("finished"), 10_000);
}

/** The moment in the middle of a run in which a subtask was killed, by a person who looked back for that: a branch of its own. */
async function sharedMoment(): Promise<SharedMoment> {
  const session = openSession();
  session.setSpeed(Infinity);
  await session.start({ ...job, run: { seed: 5, speed: 1000 } }, "none");
  await ended(session);
  session.seek(Math.floor((session.player?.log.length ?? 0) / 2));
  await session.injectFault({ kind: "killSubtask", subtask: toTaskIndex(0) });
  await ended(session);
  const { player } = session;
  const { name: branch = "", faults = [] } = session.store.getState().branches.at(-1) ?? {};
  if (!player) throw new Error("no run");
  const event = player.log.length - 20;
  session.close();
  return { branch, faults, event, hash: hashUpTo(player, event), view: "physical", camera: { x: 10, y: -4, zoom: 0.8 } };
}

beforeEach(() => {
  vi.stubGlobal("requestAnimationFrame", (frame: (wall: number) => void) => setTimeout(() => frame(performance.now()), 4));
  vi.stubGlobal("cancelAnimationFrame", (handle: ReturnType<typeof setTimeout>) => clearTimeout(handle));
});
afterEach(() => vi.unstubAllGlobals());

it("[DC32] a link leads to its moment: same faults, same branch, same log, and the run rests there", async () => {
  const moment = await sharedMoment();
  expect(moment).toMatchObject({ branch: "B", faults: [{ fault: { kind: "killSubtask" } }] });
  const document = { ...job, run: { seed: 5, speed: 1000 } };
  const read = readLink(linkFragment(document, moment));
  expect(read).toEqual({ document, findings: [], moment });

  const guest = openSession();
  await guest.start(document, moment);
  const { phase, cursor, branches, arrival } = guest.store.getState();
  expect({ phase, cursor, arrival }).toEqual({ phase: "paused", cursor: moment.event, arrival: { cursor: moment.event, same: true } });
  expect(branches.map(({ name }) => name)).toEqual(["A", "B"]);
  guest.close();

  // Without the fault it is another run, and that is known.
  await guest.start(document, { ...moment, faults: [] });
  expect(guest.store.getState().arrival?.same).toBe(false);
  // An event that never comes: the run ends before.
  await guest.start(document, { ...moment, event: 1e9 });
  expect(guest.store.getState()).toMatchObject({ phase: "finished", arrival: { same: false } });
  guest.close();
});
