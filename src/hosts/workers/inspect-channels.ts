import { itemsOf } from "../../stream/indices.ts";
import type { ChannelIndex, TaskIndex } from "../../stream/indices.ts";
import type { ChannelContents } from "../../control/job-client.ts";
import type { Topology } from "../../graph/topology.ts";
import type { WallClock } from "../deterministic/pacer.ts";
import type { Answer, FreeWorkers } from "./free-workers.ts";

/** A task that rests answers at once; how often to look for those that cannot. */
const lookEveryMs = 20;

/**
 * What all channels of a free run hold. All tasks rest for the look: first each says what it has taken, then each, knowing that, what is
 * still in its outputs. A producer that is blocked in the middle of a record answers neither; its ring is read instead. [HB11]
 */
export async function inspectChannels(
  workers: FreeWorkers,
  { channels }: Topology,
  clock: Pick<WallClock, "delay">,
): Promise<readonly ChannelContents[]> {
  const wasPaused = workers.isPaused;
  if (!wasPaused) workers.setPaused(true);
  try {
    const counted = await askAll(workers, { kind: "countTaken" }, clock);
    const taken = counted.flatMap((answer) => (answer.kind === "taken" ? answer.counts : []));
    const held = await askAll(workers, { kind: "look", taken }, clock);
    const known = new Map<ChannelIndex, ChannelContents["elements"]>();
    for (const answer of held) {
      if (answer.kind === "holds") for (const { channel, elements } of answer.channels) known.set(channel, elements);
    }
    return itemsOf(channels.map((_, channel) => ({ channel, elements: known.get(channel) ?? workers.ringContents(channel) })));
  } finally {
    if (!wasPaused) workers.setPaused(false);
  }
}

function askAll(
  workers: FreeWorkers,
  question: Parameters<FreeWorkers["ask"]>[0],
  clock: Pick<WallClock, "delay">,
): Promise<readonly Answer[]> {
  return new Promise((resolve) => {
    const waiting = new Set<TaskIndex>();
    const answers: Answer[] = [];
    let stop = (): void => {};
    const settle = (subtask: TaskIndex): void => {
      if (!waiting.delete(subtask) || waiting.size > 0) return;
      stop();
      resolve(answers);
    };
    workers.ask(question, waiting, (subtask, answer) => {
      if (answer !== undefined && waiting.has(subtask)) answers.push(answer);
      settle(subtask);
    });
    const lookForBlocked = (): void => {
      stop = clock.delay(lookEveryMs, () => {
        for (const subtask of waiting) if (workers.isBlocked(subtask)) settle(subtask);
        if (waiting.size > 0) lookForBlocked();
      });
    };
    if (waiting.size === 0) resolve(answers);
    else lookForBlocked();
  });
}
