import type { Position } from "../document/document-change.ts";

/** Sizes of a logical node in world units at zoom 1. */
const nodeHeight = 82;
/** Height of the foot below the rule. */
export const footHeight = 30;
const portStep = 28;
const growth = 22;
/** Half the opening in the wall. */
export const mouth = 9;
/** Room that the spout takes beyond the right edge. */
export const spoutLength = 7;
export const hitArea = 24;

export function nodeHeightFor(inputs: number, outputs: number): number {
  return nodeHeight + growth * (Math.max(1, inputs, outputs) - 1);
}

/** Height of port `index` of `count` above the node's lower edge, measured from its top. */
export function portY(index: number, count: number, height: number): number {
  if (count === 1 && height === nodeHeight) return height / 2;
  return (height - footHeight) / 2 + (index - (count - 1) / 2) * portStep;
}

/** Cubic from spout to wall: horizontal out, horizontal in. */
export function flumePath(from: Position, to: Position): string {
  const reach = Math.max(36, (to.x - from.x) / 2);
  return `M${from.x} ${from.y}C${from.x + reach} ${from.y} ${to.x - reach} ${to.y} ${to.x} ${to.y}`;
}

/** The point of that cubic at a share of it, 0 to 1. */
export function pointOnFlume(from: Position, to: Position, share: number): Position {
  const reach = Math.max(36, (to.x - from.x) / 2);
  const rest = 1 - share;
  const [a, b, c, d] = [rest ** 3, 3 * rest ** 2 * share, 3 * rest * share ** 2, share ** 3];
  return { x: a * from.x + b * (from.x + reach) + c * (to.x - reach) + d * to.x, y: (a + b) * from.y + (c + d) * to.y };
}

/** Where the label of an edge goes: over a level flume's middle; over the higher end of a sloping one. */
export function labelPlace(
  from: Position,
  to: Position,
): { readonly x: number; readonly y: number; readonly anchor: "start" | "middle" | "end" } {
  const x = (from.x + to.x) / 2;
  const y = (from.y + to.y) / 2;
  if (Math.abs(to.y - from.y) < 24) return { x, y: y - 11, anchor: "middle" };
  if (to.x < from.x) return { x, y: y - 16, anchor: "middle" };
  return to.y > from.y ? { x: from.x + 4, y: from.y - 11, anchor: "start" } : { x: to.x - 8, y: to.y - 11, anchor: "end" };
}

/**
 * Keeps the last six characters of a name, because that is where names differ, or fewer, so that half of the room is left for its
 * beginning. `room` counts Latin characters. [UI21]
 */
export function truncateMiddle(name: string, room: number): string {
  if (textWidth(name) <= room) return name;
  const characters = [...name];
  const kept = Math.min(6, Math.max(1, Math.floor((room - 1) / 2)));
  const tail = characters.slice(-kept).join("");
  let head = "";
  for (const character of characters) {
    if (textWidth(head + character) + textWidth(tail) + 1 > room) break;
    head += character;
  }
  return `${head}…${tail}`;
}

export function truncateEnd(text: string, room: number): string {
  if (textWidth(text) <= room) return text;
  let head = "";
  for (const character of text) {
    if (textWidth(head + character) + 1 > room) break;
    head += character;
  }
  return `${head}…`;
}

/** Px that a character of the rate of an edge takes. */
const rateCharacter = 6.1;

/** The rate of an edge between operators that stand `room` px apart: with whose seconds it counts, where both have room. [UI156] */
export function rateWords(rate: string, whole: string, room: number): string {
  return textWidth(whole) * rateCharacter <= room ? whole : rate;
}

/** In Latin characters; a Chinese one takes nearly two. */
function textWidth(text: string): number {
  let width = 0;
  for (const character of text) width += character.charCodeAt(0) > 0x2e80 ? 1.8 : 1;
  return width;
}
