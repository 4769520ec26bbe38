import type { Schema } from "../stream/logical-type.ts";
import type { OperatorSpec } from "./program.ts";

/** Name of the key's column number `at`. */
const keyName = (at: number): string => `key${at}`;

/** Key of the tagged records of a co-group. */
export function taggedKey({ keys }: Pick<OperatorSpec, "keys">): readonly string[] {
  return (keys[0] ?? []).map((_, at) => keyName(at));
}

/**
 * What the taggers of a co-group hand to its window: the key, as columns, and the record in the column of the input that it came by
 * (Flink's TaggedUnion). The other columns are null.
 */
export function taggedSchema({ inputSchemas, keys }: Pick<OperatorSpec, "inputSchemas" | "keys">): Schema {
  const [first] = inputSchemas;
  const key = (keys[0] ?? []).map((name, at) => {
    const type = first?.fields.find((field) => field.name === name)?.type;
    if (type === undefined) throw new RangeError(`[GR72] key "${name}" is no field of the first input`);
    return { name: keyName(at), type };
  });
  const records = inputSchemas.map(({ fields }, at) => ({ name: `input${at}`, type: { type: "ROW", nullable: true, fields } as const }));
  return { fields: [...key, ...records] };
}
