import type { StoredMap } from "./map-state.ts";
import type { StateKind } from "./state-table.ts";

const longest = 120;
/** Of a list or a map. */
const shownElements = 20;

/** Contents of a state for people, shortened: of a long list how many it has, and the newest of them. */
export function stateText(kind: StateKind, contents: unknown): string {
  if (kind === "list" && Array.isArray(contents)) return listText(contents);
  const text = kind === "map" ? mapText(contents as StoredMap<unknown, unknown>) : valueText(contents);
  return shortened(text, longest);
}

const shortened = (text: string, room: number): string => (text.length <= room ? text : `${text.slice(0, room - 1)}…`);

function listText(values: readonly unknown[]): string {
  const whole = valueText(values);
  if (values.length <= shownElements && whole.length <= longest) return whole;
  const head = `[${values.length}: …, `;
  let newest = shortened(valueText(values.at(-1)), longest - head.length - 1);
  for (let at = values.length - 2; at > 0; at--) {
    const longer = `${valueText(values[at])}, ${newest}`;
    if (head.length + longer.length >= longest) break;
    newest = longer;
  }
  return `${head}${newest}]`;
}

function mapText(map: StoredMap<unknown, unknown>): string {
  const entries: string[] = [];
  for (const { key, value } of map.values()) {
    if (entries.length === shownElements) break;
    entries.push(`${valueText(key)}: ${valueText(value)}`);
  }
  return `{${entries.join(", ")}}`;
}

function valueText(value: unknown): string {
  // What is behind the first characters would be cut off: it is not written at all.
  if (typeof value === "string") return value.slice(0, longest + 1);
  if (value instanceof Uint8Array) return String(value.subarray(0, longest));
  if (Array.isArray(value)) return `[${value.slice(0, shownElements).map(valueText).join(", ")}]`;
  if (value instanceof Map)
    return `{${[...value]
      .slice(0, shownElements)
      .map(([key, entry]) => `${valueText(key)}: ${valueText(entry)}`)
      .join(", ")}}`;
  if (typeof value !== "object" || value === null) return String(value);
  if (Object.getPrototypeOf(value) !== Object.prototype && String(value) !== "[object Object]")
    return String(value);
  const fields = Object.entries(value).filter(([name]) => name !== "$kind");
  return `(${fields.map(([name, field]) => `${name}=${valueText(field)}`).join(", ")})`;
}
