import { toChannelIndex, toTaskIndex } from "../../src/stream/indices.ts";
import type { Random } from "../../src/base/random.ts";
import type { Fault, ScheduledFault } from "../../src/control/job-client.ts";
import type { Topology } from "../../src/graph/topology.ts";

/** Faults strike in the first so many virtual milliseconds; afterwards the job has to finish. */
const faultyMs = 400;
const faultsMax = 5;

const kinds = [
  "killSubtask",
  "killSubtask",
  "killExecutor",
  "stallSubtask",
  "delayChannel",
  "loseAcknowledge",
  "delayAcknowledge",
  "failSnapshot",
  "slowSnapshot",
  "crashBeforeCommit",
  "crashBeforeCommit",
  "crashCoordinator",
] as const satisfies readonly Fault["kind"][];

/** A quarter of the runs has none; some kinds are switched off for a whole run, so that the others are seen undisturbed too. */
export function randomFaults(random: Random, topology: Topology): readonly ScheduledFault[] {
  if (random.integer(4) === 0) return [];
  const enabled = kinds.filter(() => random.integer(3) > 0);
  if (enabled.length === 0) return [];
  return Array.from({ length: random.integer(faultsMax + 1) }, () => {
    const kind = enabled[random.integer(enabled.length)] ?? "killSubtask";
    return { at: random.integer(faultyMs), fault: randomFault(kind, random, topology) };
  });
}

function randomFault(kind: (typeof kinds)[number], random: Random, topology: Topology): Fault {
  const subtask = toTaskIndex(random.integer(topology.subtasks.length));
  switch (kind) {
    case "killExecutor":
      return { kind, executor: topology.subtasks[subtask]?.executor ?? 0 };
    case "stallSubtask":
      return { kind, subtask, forMs: random.integer(100) };
    case "delayChannel":
      return { kind, channel: toChannelIndex(random.integer(Math.max(1, topology.channels.length))), byMs: random.integer(50), forMs: random.integer(200) };
    case "delayAcknowledge":
    case "slowSnapshot":
      return { kind, subtask, byMs: random.integer(300) };
    case "crashCoordinator":
      return { kind };
    case "killSubtask":
    case "loseAcknowledge":
    case "failSnapshot":
    case "crashBeforeCommit":
      return { kind, subtask };
  }
}
