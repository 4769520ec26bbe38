import { nameProblem } from "../stream/field-names.ts";

/** Fields that a guess has at most: a line of more columns is for a person to look at. */
export const guessedFieldsMax = 1_000;

/** Names that fields can have, from those of a file: each once, none empty, none that rows keep for themselves. [CN88] */
export function fieldNames(written: readonly string[]): readonly string[] {
  const taken = new Set<string>();
  return written.map((each, place) => {
    const trimmed = each.trim();
    const wanted = trimmed === "" ? `f${place}` : nameProblem(trimmed) === undefined ? trimmed : `${trimmed}_`;
    let name = wanted;
    for (let number = 2; taken.has(name); number++) name = `${wanted}_${number}`;
    taken.add(name);
    return name;
  });
}
