import type { KeySelector } from "../../stream/key-selector.ts";
import { ByteReader, valueCodec } from "../../stream/value-codec.ts";
import type { HeapTimerService } from "../time/heap-timer-service.ts";
import type { KeyTable } from "./key-table.ts";
import { endOfEntries, timerEntry } from "./keyed-snapshot.ts";
import { stateCodec } from "./state-codec.ts";
import type { StateMeta, StateTable } from "./state-table.ts";

export interface RestoreTarget {
  readonly key: KeySelector;
  readonly keys: KeyTable;
  table(meta: StateMeta): StateTable;
  service(name: string): HeapTimerService;
}

interface Header {
  readonly states: readonly StateMeta[];
  readonly timers: readonly string[];
}

/** Reads the bytes of one key group into a backend: the inverse of `CopyOnAccessSnapshot`. [ST12] */
export function restoreKeyGroup(bytes: Uint8Array, target: RestoreTarget): void {
  const reader = new ByteReader(bytes);
  const header = JSON.parse(reader.string()) as Header;
  const readKey = keyReader(target.key);
  const readers = header.states.map((meta) => entryReader(target.table(meta)));
  const services = header.timers.map((name) => target.service(name));
  while (reader.uint8() === 1) {
    target.keys.select(readKey(reader));
    for (let state = reader.uint8(); state !== endOfEntries; state = reader.uint8()) {
      if (state === timerEntry)
        services[reader.uint8()]?.event.add(reader.float64(), {
          start: reader.float64(),
          end: reader.float64(),
        });
      else readers[state]?.(reader);
    }
  }
  for (let rest = reader.int32(); rest > 0; rest -= 1)
    readTimer(reader, { services, readKey, keys: target.keys });
}

function entryReader(table: StateTable): (reader: ByteReader) => void {
  const codec = stateCodec(table.meta);
  if (table.meta.namespace === "void") return (reader) => table.put(codec.read(reader));
  return (reader) => {
    table.setNamespace({ start: reader.float64(), end: reader.float64() });
    table.put(codec.read(reader));
  };
}

interface TimerTarget {
  readonly services: readonly HeapTimerService[];
  readonly keys: KeyTable;
  readKey(reader: ByteReader): unknown;
}

function readTimer(reader: ByteReader, { services, readKey, keys }: TimerTarget): void {
  const tag = reader.uint8();
  keys.select(readKey(reader));
  const timestamp = reader.float64();
  const namespace = reader.uint8() === 0 ? undefined : { start: reader.float64(), end: reader.float64() };
  const service = services[tag >> 1];
  const queue = (tag & 1) === 0 ? service?.event : service?.processing;
  queue?.add(timestamp, namespace);
}

function keyReader(key: KeySelector): (reader: ByteReader) => unknown {
  const codecs = key.fields.map((field) => valueCodec(field.type));
  const [only] = codecs;
  if (codecs.length === 1 && only !== undefined) return (reader) => only.read(reader);
  return (reader) => codecs.map((codec) => codec.read(reader));
}
