import { engineMessage } from "../../base/engine-messages.ts";
import { keyProblem, keySelector } from "../../stream/key-selector.ts";
import type { LogicalType } from "../../stream/logical-type.ts";

/**
 * By what a map state tells keys of `type` apart: Java's `equals`. Arrays and RAW have none by content and
 * are refused. [ST5]
 */
export function keyIdentity(type: LogicalType): (key: unknown) => unknown {
  if (type.type !== "RAW" && keyProblem(type) !== undefined)
    throw new RangeError(engineMessage("mapKeyType", { type: type.type }));
  if (type.type === "RAW") return rawIdentity;
  return keySelector({ fields: [{ name: "key", type }] }, ["key"]).identity;
}

function rawIdentity(key: unknown): unknown {
  if (typeof key === "object" && key !== null)
    throw new TypeError(engineMessage("mapKeyRaw"));
  return Object.is(key, -0) ? "-0.0" : key;
}
