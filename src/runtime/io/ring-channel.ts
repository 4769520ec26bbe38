import type { ChannelDescriptor } from "./channel.ts";
import { Doorbell } from "./doorbell.ts";
import { createRing } from "./ring.ts";
import { RingInput } from "./ring-input.ts";
import { RingOutput } from "./ring-output.ts";

/** Both ends of a channel in one thread: the in-process host, tests. */
export interface LocalChannel {
  readonly output: RingOutput;
  readonly input: RingInput;
}

/** A channel over private memory. What does not fit waits inside it and moves as the consumer reads. */
export function localChannel(descriptor: ChannelDescriptor, options: { readonly bytes?: number } = {}): LocalChannel {
  const buffer = createRing({ ...options, shared: false });
  const bell = new Doorbell();
  const output = new RingOutput(descriptor, buffer, { consumerBell: bell });
  const input = new RingInput(descriptor, buffer, { producerBell: bell, refill: () => output.flush() });
  return { output, input };
}
