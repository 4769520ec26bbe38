import fc from "fast-check";
import { expect, test } from "vitest";
import { IntegerIndex } from "./integer-index.ts";

const keys = fc.oneof(
  fc.integer({ min: -40, max: 40 }),
  fc.integer(),
  fc.maxSafeInteger(),
  fc.integer({ min: 0, max: 50 }).map((n) => n * 65536),
);

test("[ST1] an integer index behaves as a Map does, through growth and deletions", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(keys, fc.boolean()), { maxLength: 400 }), (steps) => {
      const index = new IntegerIndex();
      const model = new Map<number, number>();
      let next = 0;
      for (const [key, add] of steps) {
        if (model.has(key) && !add) {
          index.delete(key);
          model.delete(key);
        } else if (!model.has(key) && add) {
          index.add(key, next);
          model.set(key, next);
          next += 1;
        }
      }
      for (const [key] of steps) expect(index.get(key)).toBe(model.get(key) ?? -1);
    }),
  );
});
