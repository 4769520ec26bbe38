import fc from "fast-check";
import { expect, test } from "vitest";
import { BinaryHeap } from "./binary-heap.ts";

interface Item {
  readonly priority: number;
  readonly name: string;
  heapIndex: number;
}

const item = (priority: number, name = ""): Item => ({ priority, name, heapIndex: 0 });

function drain(heap: BinaryHeap<Item>): Item[] {
  const items: Item[] = [];
  for (let next = heap.poll(); next !== undefined; next = heap.poll()) items.push(next);
  return items;
}

test("[TM3] ties come out as Flink's heap gives them: the last element moves to the front", () => {
  const heap = new BinaryHeap<Item>();
  for (const name of ["a", "b", "c", "d"]) heap.add(item(5, name));
  expect(drain(heap).map(({ name }) => name)).toEqual(["a", "d", "c", "b"]);
});

test("[TM3] elements come out by priority, whichever were removed in between", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 20 })), fc.array(fc.nat()), (priorities, removals) => {
      const heap = new BinaryHeap<Item>();
      const items = priorities.map((priority) => item(priority));
      for (const each of items) heap.add(each);
      for (const removal of removals) {
        const victim = items[removal % Math.max(1, items.length)];
        if (victim === undefined || victim.heapIndex === 0) continue;
        heap.remove(victim);
        expect(victim.heapIndex).toBe(0);
      }
      const rest = items.filter(({ heapIndex }) => heapIndex > 0).map(({ priority }) => priority);
      expect(drain(heap).map(({ priority }) => priority)).toEqual(
        rest.toSorted((left, right) => left - right),
      );
    }),
  );
});
