import type { UserFunction } from "../function-source.ts";

const words = ["to", "be", "or", "not", "to", "be", "weir", "constructor"];

/**
 * A small stretch of runtime behind the function under attack: another user function, keyed state, a codec on shared memory, JSON.
 * It uses the intrinsics as the runtime does, so that a poisoned one shows in the text it returns.
 */
export function pipelineDigest(victim: UserFunction): string {
  const counts = new Map<string, number>();
  const ring = new SharedArrayBuffer(1024);
  const bytes = new Uint8Array(ring);
  const view = new DataView(ring);
  let at = 0;
  for (const [index, word] of words.entries()) {
    const mapped = String(victim({ $kind: 0, word, n: index }));
    const count = (counts.get(mapped) ?? 0) + 1;
    counts.set(mapped, count);
    const encoded = new TextEncoder().encode(mapped);
    view.setInt32(at, count);
    bytes.set(encoded, at + 4);
    at += 4 + encoded.length;
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
