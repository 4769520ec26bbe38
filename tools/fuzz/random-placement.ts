import { deriveSeed, seededRandom } from "../../src/base/random.ts";
import type { Random } from "../../src/base/random.ts";
import type { TaskTuning } from "../../src/graph/task-deployment.ts";
import { LocalChannel } from "../../src/hosts/in-process/local-channel.ts";
import type { ThreadChannel } from "../../src/hosts/in-process/local-channel.ts";
import type { ChannelDescriptor } from "../../src/runtime/io/channel.ts";
import { memoryPorts, portPair, ringPair } from "../../src/runtime/io/testing/channel-ends.ts";
import { pick } from "./random-job.ts";

/** How the tasks of a run cut their work and lay out their state. */
export function randomTuning(random: Random): TaskTuning {
  return {
    recordsAtOnce: pick(random, [1, 2, 7, 256]),
    timersAtOnce: pick(random, [1, 2, 1024]),
    sliceKeys: pick(random, [1, 2, 20, 256]),
    sliceBytes: pick(random, [1, 100, 1 << 16]),
    windowColumns: random.integer(3) > 0,
  };
}

/** Makes the channels of a run: each within the thread, as a ring or over a message port, with buffers of any size. */
export function randomChannels(seed: number): (descriptor: ChannelDescriptor) => ThreadChannel {
  return (descriptor) => {
    const random = seededRandom(deriveSeed(seed, descriptor.channel));
    switch (random.integer(3)) {
      case 0:
        return new LocalChannel(descriptor);
      case 1:
        return randomRing(descriptor, random);
      default:
        return randomPort(descriptor, random);
    }
  };
}

function randomRing(descriptor: ChannelDescriptor, random: Random): ThreadChannel {
  const bytes = pick(random, [1024, 1024, 2048, 1 << 16]);
  const { output, input } = ringPair(descriptor, { bytes, shared: false, start: pick(random, [0, 2 ** 31 - 512, 2 ** 32 - 512]) });
  return { output, input, contents: () => output.contents() };
}

function randomPort(descriptor: ChannelDescriptor, random: Random): ThreadChannel {
  const batchRecords = pick(random, [1, 2, 5, 256]);
  const windowRecords = batchRecords * pick(random, [1, 2, 4]);
  const sizes = { batchRecords, batchBytes: pick(random, [64, 16_384]), windowRecords, windowBytes: pick(random, [128, 262_144]) };
  const ports = memoryPorts();
  const { output, input } = portPair(descriptor, ports, sizes);
  return { output, input, contents: () => output.contents(), settle: ports.settle };
}
