import type { Command } from "./command.ts";

let commands: readonly Command[] = [];
const listeners = new Set<() => void>();

function setCommands(next: readonly Command[]): void {
  commands = next;
  for (const listener of listeners) listener();
}

/** Installs all commands. Ids are unique. Returns the way to take them out again. */
export function installCommands(installed: readonly Command[]): () => void {
  const ids = new Set<string>();
  for (const { id } of installed) {
    if (ids.has(id)) throw new Error(`There are two commands ${id}.`);
    ids.add(id);
  }
  setCommands(installed);
  return () => {
    if (commands === installed) setCommands([]);
  };
}

export function allCommands(): readonly Command[] {
  return commands;
}

/** Calls back whenever other commands are installed: what shows their names is drawn before they are there. */
export function onCommands(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Runs a command by id. Returns why it did not, if so. */
export function runCommand(id: string): string | undefined {
  const command = commands.find((candidate) => candidate.id === id);
  if (!command) return undefined;
  const reason = command.unavailable?.();
  if (reason === undefined) command.run();
  return reason;
}
