import { engineMessage } from "../../base/engine-messages.ts";
import type { ListState, WindowNamespace } from "./keyed-state.ts";
import type { StateTable } from "./state-table.ts";
import { valueSize } from "./value-size.ts";
import { mergeNamespaces } from "./value-state.ts";

const nothing: readonly never[] = [];

/** The list lies in the table as an array of its own, to which elements are added in place. [ST4] */
export class TableListState<T> implements ListState<T> {
  readonly #table: StateTable;

  constructor(table: StateTable) {
    this.#table = table;
  }

  setNamespace(window: WindowNamespace): void {
    this.#table.setNamespace(window);
  }

  get(): readonly T[] {
    return (this.#table.get() as T[] | undefined) ?? nothing;
  }

  add(element: T): void {
    this.#refuseNull(element);
    this.#table.memory.write(valueSize(element));
    const list = this.#toChange();
    list.push(element);
    this.#table.put(list);
  }

  addAll(elements: readonly T[]): void {
    for (const element of elements) this.#refuseNull(element);
    if (elements.length === 0) return;
    this.#table.memory.write(valueSize(elements));
    const list = this.#toChange();
    for (const element of elements) list.push(element);
    this.#table.put(list);
  }

  update(elements: readonly T[]): void {
    for (const element of elements) this.#refuseNull(element);
    if (elements.length === 0) this.#table.remove();
    else {
      this.#table.memory.write(valueSize(elements));
      this.#table.put([...elements]);
    }
  }

  clear(): void {
    this.#table.remove();
  }

  mergeNamespaces(target: WindowNamespace, sources: readonly WindowNamespace[]): void {
    mergeNamespaces(this.#table, { target, sources }, (left, right) => [...(left as T[]), ...(right as T[])]);
  }

  #toChange(): T[] {
    return (this.#table.toChange() as T[] | undefined) ?? [];
  }

  #refuseNull(element: T): void {
    if (element === null || element === undefined) {
      throw new TypeError(engineMessage("listNull", { name: this.#table.meta.name }));
    }
  }
}
