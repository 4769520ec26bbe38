import { ByteReader, ByteWriter } from "../../stream/byte-buffer.ts";
import type { ByteRange } from "../../graph/snapshot.ts";
import type { SnapshotOutput } from "../state/backend.ts";
import type { ChannelElement } from "./channel-contents.ts";

const tag = { record: 0, watermark: 1, active: 2, idle: 3 } as const;

/**
 * Appends what was under way in a channel to a snapshot, in order: records, and the watermarks and statuses among them. Barriers, cancel
 * markers and ends are of their own attempt alone and are left out, as Flink leaves its events out. Undefined when nothing is left. [CP43]
 */
export function writeChannelState(output: SnapshotOutput, elements: readonly ChannelElement[]): ByteRange | undefined {
  const writer = new ByteWriter();
  for (const { bytes, control } of elements) {
    if (bytes !== undefined) {
      writer.uint8(tag.record);
      writer.binary(bytes);
    } else if (control.kind === "watermark") {
      writer.uint8(tag.watermark);
      writer.float64(control.timestamp);
    } else if (control.kind === "watermarkStatus") writer.uint8(control.idle ? tag.idle : tag.active);
  }
  return writer.length === 0 ? undefined : output.append(writer.bytes());
}

/** Elements that `writeChannelState` wrote; `bytes` are those of its range. Throws a RangeError when they end too soon. */
export function readChannelState(bytes: Uint8Array): readonly ChannelElement[] {
  const reader = new ByteReader(bytes);
  const elements: ChannelElement[] = [];
  while (reader.remaining > 0) elements.push(readElement(reader));
  return elements;
}

function readElement(reader: ByteReader): ChannelElement {
  switch (reader.uint8()) {
    case tag.record:
      return { bytes: reader.binary() };
    case tag.watermark:
      return { control: { kind: "watermark", timestamp: reader.float64() } };
    case tag.active:
      return { control: { kind: "watermarkStatus", idle: false } };
    case tag.idle:
      return { control: { kind: "watermarkStatus", idle: true } };
    default:
      throw new RangeError("[CP43] these bytes are no channel state");
  }
}
