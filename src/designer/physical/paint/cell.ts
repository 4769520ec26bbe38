import type { Brush } from "./brush.ts";
import { failureOctagon, meterBar, rewindBox } from "./glyphs.ts";
import type { SubtaskLook } from "./subtask.ts";
import { headerWords } from "./subtask-header.ts";

const meterWidth = 30;
/** Cells wider than this have room for the name, and for words beside it. */
const wide = 100;

/** A subtask of a bundled picture in one line: which one, how it is, how busy. */
export function paintCell(brush: Brush, look: SubtaskLook): void {
  const { box, name, status, load } = look;
  const { x, y, width, height } = box;
  const middle = y + height / 2;
  const walled = box.role !== "source";
  if (walled) brush.fill("ink-2", x, y, 4, height);
  const left = x + (walled ? 11 : 8);
  const right = x + width - 8;
  const said = headerWords(look);
  const style = { size: 12, weight: 600 } as const;
  const index = String(box.index);
  const within = right - left - meterWidth - 8;
  if (width > wide && brush.detail > 0) brush.text(`${name} ${index}`, left, middle + 4, { ...style, within });
  else brush.text(index, left, middle + 4, { ...style, mono: true });
  if (status.kind === "failed") failureOctagon(brush, x + width - 2, y + 2, 0.8);
  else if (status.kind === "restoring" || status.kind === "deploying") rewindBox(brush, right - 9, middle);
  else if (load) meterBar(brush, [right - meterWidth, middle - 3, meterWidth], load.busy, load.backPressured);
  if (said && said.color !== "ink-3") brush.fill(said.color, x + (walled ? 4 : 0.6), y + height - 3.6, width - (walled ? 4.6 : 1.2), 3);
}
