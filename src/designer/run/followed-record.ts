import { formatCount } from "../i18n/format.ts";
import type { RunPlayer } from "./run-player.ts";

/** A record in short, by the event that sent or read it: its key or text, and the event's number. */
export function recordName({ log }: RunPlayer, seq: number): string {
  const body = log.event(seq)?.body;
  const event = formatCount(seq);
  if (body?.kind === "read") return `${body.text} (${event})`;
  if (body?.kind !== "sent" || body.element.kind !== "record") return event;
  return `${body.element.key ?? body.element.text} (${event})`;
}
