import type { Command } from "./command.ts";

let commands: readonly Command[] = [];

/** Installs all commands. Ids are unique. Returns the way to take them out again. */
export function installCommands(installed: readonly Command[]): () => void {
  const ids = new Set<string>();
  for (const { id } of installed) {
    if (ids.has(id)) throw new Error(`There are two commands ${id}.`);
    ids.add(id);
  }
  commands = installed;
  return () => {
    if (commands === installed) commands = [];
  };
}

export function allCommands(): readonly Command[] {
  return commands;
}

/** Runs a command by id. Returns why it did not, if so. */
export function runCommand(id: string): string | undefined {
  const command = commands.find((candidate) => candidate.id === id);
  if (!command) return undefined;
  const reason = command.unavailable?.();
  if (reason === undefined) command.run();
  return reason;
}
