import { text } from "../i18n/language.ts";
import type { Command, CommandGroup } from "./command.ts";

type Options = Partial<Pick<Command, "keys" | "scope" | "unavailable">>;

/** A command of the editing half; its label is the message of its id in the area `commands`. */
export function defineCommand(id: string, run: () => void, options: Options = {}): Command {
  return {
    id,
    group: groupOf(id),
    label: () => text("commands", id.replaceAll(".", "-")),
    keys: options.keys ?? [],
    scope: options.scope ?? "anywhere",
    ...(options.unavailable && { unavailable: options.unavailable }),
    run,
  };
}

const groups: ReadonlySet<string> = new Set<CommandGroup>([
  "file",
  "edit",
  "insert",
  "select",
  "view",
  "run",
  "time",
  "fault",
  "help",
]);

function groupOf(id: string): CommandGroup {
  const group = id.slice(0, id.indexOf("."));
  if (!isGroup(group)) throw new Error(`${id} names no group.`);
  return group;
}

function isGroup(group: string): group is CommandGroup {
  return groups.has(group);
}
