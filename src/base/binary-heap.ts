/**
 * What a heap orders. The heap keeps `heapIndex`, so that an element in the middle can be removed; 0 = in no
 * heap.
 */
export interface HeapElement {
  readonly priority: number;
  heapIndex: number;
}

/**
 * Binary min-heap on `priority`. Elements with equal priority come out in the order of Flink's
 * HeapPriorityQueue, which the firing order of tied timers shows: sift up only past a strictly larger parent,
 * sift down to the left child on equality. [TM3]
 */
export class BinaryHeap<T extends HeapElement> {
  /** 1-based; place 0 is unused. */
  readonly #elements: (T | undefined)[] = [undefined];

  get size(): number {
    return this.#elements.length - 1;
  }

  peek(): T | undefined {
    return this.#elements[1];
  }

  add(element: T): void {
    this.#elements.push(element);
    this.#siftUp(element, this.#elements.length - 1);
  }

  poll(): T | undefined {
    const first = this.#elements[1];
    if (first !== undefined) this.remove(first);
    return first;
  }

  remove(element: T): void {
    const index = element.heapIndex;
    const last = this.#elements.pop();
    element.heapIndex = 0;
    if (last === undefined || last === element) return;
    this.#siftDown(last, index);
    if (last.heapIndex === index) this.#siftUp(last, index);
  }

  clear(): void {
    for (const element of this.#elements) if (element !== undefined) element.heapIndex = 0;
    this.#elements.length = 1;
  }

  /** The elements as they lie in the heap. */
  toArray(): T[] {
    return this.#elements.slice(1) as T[];
  }

  #siftUp(element: T, from: number): void {
    const elements = this.#elements;
    let index = from;
    while (index > 1) {
      const parent = elements[index >> 1] as T;
      if (parent.priority <= element.priority) break;
      this.#place(parent, index);
      index >>= 1;
    }
    this.#place(element, index);
  }

  #siftDown(element: T, from: number): void {
    const elements = this.#elements;
    const size = elements.length - 1;
    let index = from;
    for (let child = index * 2; child <= size; child = index * 2) {
      let smaller = elements[child] as T;
      const right = elements[child + 1];
      if (right !== undefined && right.priority < smaller.priority) {
        smaller = right;
        child += 1;
      }
      if (smaller.priority >= element.priority) break;
      this.#place(smaller, index);
      index = child;
    }
    this.#place(element, index);
  }

  #place(element: T, index: number): void {
    this.#elements[index] = element;
    element.heapIndex = index;
  }
}
