import { formatEventTime } from "../i18n/format.ts";

/** Event time of the window whose state it is, as the log names it; empty for a window without ends. [UI154] */
export function windowText(namespace: string | undefined): string {
  const [, start, end] = /^\[(-?\d+), (-?\d+)\)$/.exec(namespace ?? "") ?? [];
  return start === undefined ? "" : `${formatEventTime(Number(start))} – ${formatEventTime(Number(end))}`;
}

/** A key and, where there is one, the window of its state. */
export function keyInWindow(key: string | undefined, namespace: string | undefined): string {
  return `${key ?? ""} ${windowText(namespace)}`.trim();
}
