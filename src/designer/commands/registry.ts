import type { Command } from "./command.ts";

/** All commands of a designer, by id. */
export class CommandRegistry {
  readonly #listeners = new Set<() => void>();
  #all: readonly Command[] = [];

  get all(): readonly Command[] {
    return this.#all;
  }

  /** Installs all commands. Ids are unique. Returns the way to take them out again. */
  install(installed: readonly Command[]): () => void {
    const ids = new Set<string>();
    for (const { id } of installed) {
      if (ids.has(id)) throw new Error(`There are two commands ${id}.`);
      ids.add(id);
    }
    this.#set(installed);
    return () => {
      if (this.#all === installed) this.#set([]);
    };
  }

  find(id: string): Command | undefined {
    return this.#all.find((candidate) => candidate.id === id);
  }

  /** Runs a command by id. Returns why it did not, if so. */
  run(id: string): string | undefined {
    const command = this.find(id);
    const reason = command?.unavailable?.();
    if (reason === undefined) command?.run();
    return reason;
  }

  /** Calls back whenever other commands are installed: what shows their names is drawn before they are there. */
  readonly onChange = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  #set(all: readonly Command[]): void {
    this.#all = all;
    for (const listener of this.#listeners) listener();
  }
}
