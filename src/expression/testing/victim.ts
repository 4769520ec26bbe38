import { schemaOf } from "../../stream/logical-type-text.ts";
import { rowMemory, rowReader, rowWriter } from "../../stream/row-codec.ts";
import { rowFromObject } from "../../stream/row-from-object.ts";
import type { UserFunction } from "../function-source.ts";

const schema = schemaOf([{ name: "word", type: "STRING" }, { name: "n", type: "INT" }, { name: "d", type: "DECIMAL(10, 2)" }]);

const words = ["to", "be", "or", "not", "to", "be", "weir", "constructor"];

/**
 * A small stretch of runtime behind the function under attack: another user function, rows in and out of shared memory as they go between
 * subtasks, keyed state, JSON. It uses the intrinsics as the runtime does, so that a poisoned one shows in the text it returns.
 */
export function pipelineDigest(victim: UserFunction): string {
  const counts = new Map<string, number>();
  const memory = rowMemory(new SharedArrayBuffer(4096));
  const bytes = memory.uint8;
  const [toRow, write, read] = [rowFromObject(schema), rowWriter(schema, memory), rowReader(schema, memory)];
  let at = 0;
  for (const [index, word] of words.entries()) {
    const mapped = String(victim(toRow({ word, n: index, d: `${index}.5` })));
    const count = (counts.get(mapped) ?? 0) + 1;
    const length = write(toRow({ word: mapped, n: count, d: index }), index, at, 512);
    read(at, (row, timestamp) => counts.set(String(row["word"]), Number(row["n"]) + Number(String(row["d"])) + timestamp));
    at += length;
  }
  let hash = 17;
  for (let place = 0; place < at; place += 1) hash = Math.imul(hash, 31) + (bytes[place] ?? 0);
  const { word } = JSON.parse('{"word":"x"}') as { readonly word: string };
  const names = Object.keys({ word, n: 1 }).filter((name) => /^[a-z]+$/.exec(name) !== null);
  const list: number[] = [];
  list.push(word.charCodeAt(0), Number.isSafeInteger(hash) ? 1 : 0, Array.isArray(hash) ? 1 : 0, new Date(5).getTime());
  const called = pipelineDigest.toString.call(word.toString) === undefined ? 0 : Math.max.apply(null, [1, 2]);
  return JSON.stringify([...counts, hash.toString(16), names, list, "a,b".split(","), called, { word }.word, Object(hash) instanceof Map, Reflect.ownKeys({ z: 1 }), String(new Error("e"))]);
}
