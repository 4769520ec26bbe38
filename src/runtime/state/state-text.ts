import type { StoredMap } from "./map-state.ts";
import type { StateKind } from "./state-table.ts";

const longest = 120;

/** Contents of a state for people, shortened. */
export function stateText(kind: StateKind, contents: unknown): string {
  const text = kind === "map" ? mapText(contents as StoredMap<unknown, unknown>) : valueText(contents);
  return text.length <= longest ? text : `${text.slice(0, longest - 1)}…`;
}

function mapText(map: StoredMap<unknown, unknown>): string {
  const entries: string[] = [];
  for (const { key, value } of map.values()) {
    if (entries.length === 20) break;
    entries.push(`${valueText(key)}: ${valueText(value)}`);
  }
  return `{${entries.join(", ")}}`;
}

function valueText(value: unknown): string {
  // What is behind the first characters would be cut off: it is not written at all.
  if (typeof value === "string") return value.slice(0, longest + 1);
  if (value instanceof Uint8Array) return String(value.subarray(0, longest));
  if (Array.isArray(value)) return `[${value.slice(0, 20).map(valueText).join(", ")}]`;
  if (value instanceof Map)
    return `{${[...value]
      .slice(0, 20)
      .map(([key, entry]) => `${valueText(key)}: ${valueText(entry)}`)
      .join(", ")}}`;
  if (typeof value !== "object" || value === null) return String(value);
  if (Object.getPrototypeOf(value) !== Object.prototype && String(value) !== "[object Object]")
    return String(value);
  const fields = Object.entries(value).filter(([name]) => name !== "$kind");
  return `(${fields.map(([name, field]) => `${name}=${valueText(field)}`).join(", ")})`;
}
