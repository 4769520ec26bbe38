import { valueCodec } from "../../stream/value-codec.ts";
import type { ByteReader, ByteWriter, ValueCodec } from "../../stream/value-codec.ts";
import type { LogicalType } from "../../stream/logical-type.ts";
import { keyIdentity } from "./map-key.ts";
import type { StoredMap } from "./map-state.ts";
import type { StateMeta } from "./state-table.ts";
import type { TtlValue } from "./ttl.ts";

/** Bytes of what a state's table holds for one key and namespace: never null at the top. */
export interface StateCodec {
  write(writer: ByteWriter, contents: unknown): void;
  read(reader: ByteReader): unknown;
}

export function stateCodec(meta: StateMeta): StateCodec {
  const value = meta.ttl === true ? ttlCodec(valueCodec(meta.type)) : valueCodec(meta.type);
  switch (meta.kind) {
    case "list":
      return listCodec(value);
    case "map":
      return mapCodec(value, meta.keyType ?? { type: "RAW", nullable: false });
    default:
      return value;
  }
}

/** A value and the time of its last access. */
function ttlCodec(value: ValueCodec): ValueCodec {
  return {
    write: (writer, contents) => {
      const stored = contents as TtlValue<unknown>;
      writer.float64(stored.at);
      value.write(writer, stored.value);
    },
    read: (reader) => {
      const at = reader.float64();
      return { at, value: value.read(reader) };
    },
  };
}

function listCodec(element: ValueCodec): StateCodec {
  return {
    write: (writer, contents) => {
      const list = contents as readonly unknown[];
      writer.int32(list.length);
      for (const entry of list) element.write(writer, entry);
    },
    read: (reader) => {
      const list: unknown[] = [];
      for (let rest = reader.int32(); rest > 0; rest -= 1) list.push(element.read(reader));
      return list;
    },
  };
}

/** Values may be null whatever their type says. */
function mapCodec(value: ValueCodec, keyType: LogicalType): StateCodec {
  const key = valueCodec(keyType);
  const identity = keyIdentity(keyType);
  return {
    write: (writer, contents) => {
      const map = contents as StoredMap<unknown, unknown>;
      writer.int32(map.size);
      for (const entry of map.values()) {
        key.write(writer, entry.key);
        writer.uint8(entry.value === null ? 0 : 1);
        if (entry.value !== null) value.write(writer, entry.value);
      }
    },
    read: (reader) => {
      const map: StoredMap<unknown, unknown> = new Map();
      for (let rest = reader.int32(); rest > 0; rest -= 1) {
        const entryKey = key.read(reader);
        const present = reader.uint8() === 1;
        map.set(identity(entryKey), { key: entryKey, value: present ? value.read(reader) : null });
      }
      return map;
    },
  };
}
