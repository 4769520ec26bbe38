import type { Brush, TextStyle } from "./brush.ts";
import { meterBar, rewindBox } from "./glyphs.ts";
import type { SubtaskLook } from "./subtask.ts";
import type { ColorName } from "./theme.ts";

export interface HeaderWords {
  readonly words: string;
  /** Said where the words do not fit. */
  readonly short?: string;
  readonly color: ColorName;
}

const headerHeight = 26;
const meterWidth = { source: 44, operator: 60, sink: 44 } as const;
/** Between name, status and meter. */
const gap = 8;
const rewindWidth = 18;
const nameStyle = { size: 12.5, weight: 600 } as const satisfies TextStyle;

/**
 * Name and index, status words in their hue, meter. Where they do not all fit, the meter goes first, then the words take their short
 * form, then give way to the sign of a restore; only then the name is cut.
 */
export function paintHeader(brush: Brush, look: SubtaskLook): void {
  const { box, load } = look;
  const { x, y, width } = box;
  const walled = box.role !== "source";
  brush.line("line-1", 1, [x + (walled ? 8 : 0), y + headerHeight, x + width, y + headerHeight]);
  const left = x + (walled ? 18 : 10);
  const end = x + width - 10;
  const index = String(box.index);
  const indexWidth = brush.measure(index, { ...nameStyle, mono: true }) + 4;
  const full = brush.measure(look.name, nameStyle);
  const plan = planHeader(brush, look, end - left - full - indexWidth);
  let right = end;
  if (plan.rewinds) {
    rewindBox(brush, right - rewindWidth / 2, y + 13.5);
    right -= rewindWidth + gap;
  } else if (plan.meter && load) {
    meterBar(brush, [right - meterWidth[box.role], y + 10.5, meterWidth[box.role]], load.busy, load.backPressured);
    right -= meterWidth[box.role] + gap;
  }
  const { said } = plan;
  const nameRoom = right - left - indexWidth - (said ? brush.measure(said.words, statusStyle(said)) + gap : 0) + 1;
  brush.text(look.name, left, y + 17.5, { ...nameStyle, within: nameRoom });
  brush.text(index, left + Math.min(full, nameRoom) + 4, y + 17.5, { ...nameStyle, weight: 400, mono: true, color: "ink-3" });
  if (said) brush.text(said.words, right, y + 17.5, statusStyle(said));
}

interface HeaderPlan {
  readonly rewinds: boolean;
  readonly meter: boolean;
  readonly said: HeaderWords | undefined;
}

/** What of a header fits into the room beside the whole name. */
function planHeader(brush: Brush, look: SubtaskLook, room: number): HeaderPlan {
  const { status, box, load, run } = look;
  const words = headerWords(look);
  const rewinds = status.kind === "restoring" || (status.kind === "deploying" && run.restore !== undefined);
  const still = status.kind === "failed" || status.kind === "canceled" || status.kind === "finished";
  const takes = (said: HeaderWords | undefined, sign: number): number =>
    (said ? gap + brush.measure(said.words, statusStyle(said)) : 0) + (sign > 0 ? sign + gap : 0);
  const short = words?.short === undefined ? words : { words: words.short, color: words.color };
  if (rewinds) {
    const said = [words, short].find((one) => takes(one, rewindWidth) <= room);
    return { rewinds, meter: false, said };
  }
  const meter = !still && load !== undefined;
  if (meter && takes(words, meterWidth[box.role]) <= room) return { rewinds, meter, said: words };
  if (!words) return { rewinds, meter, said: undefined };
  return { rewinds, meter: false, said: takes(words, 0) <= room ? words : short };
}

const statusStyle = ({ color }: HeaderWords): TextStyle => ({ size: 11, weight: 600, color, align: "right" });

/** The words, or their short form when the room is too small for them. `unit`: world units of a pixel of text. */
export function statusThatFits(brush: Brush, said: HeaderWords | undefined, room: number, unit = 1): HeaderWords | undefined {
  if (!said || said.short === undefined || brush.measure(said.words, statusStyle(said)) * unit <= room) return said;
  return { words: said.short, color: said.color };
}

interface HeaderSubject extends Pick<SubtaskLook, "status" | "words"> {
  readonly box: Pick<SubtaskLook["box"], "role">;
}

/** What is going on, in words; nothing while the subtask just runs, nor where a narrow box shows it by other means. */
export function headerWords({ status, words, box }: HeaderSubject): HeaderWords | undefined {
  const narrow = box.role !== "operator";
  switch (status.kind) {
    case "failed":
      return { words: words("status.failed", { attempt: status.attempt }), short: words("status.failedShort"), color: "failed" };
    case "canceled":
      return { words: words("status.canceled"), color: "ink-3" };
    case "deploying":
      return {
        words: words("status.deploying", { attempt: status.attempt }),
        short: words("status.deployingShort", { attempt: status.attempt }),
        color: "state",
      };
    case "restoring":
      return {
        words: words("status.restoring", { checkpoint: status.checkpointId }),
        short: `#${status.checkpointId}`,
        color: "state",
      };
    case "aligning": {
      if (narrow) return { words: `#${status.checkpointId} ${status.arrived}/${status.inputs}`, color: "held" };
      const values = { checkpoint: status.checkpointId, arrived: status.arrived, inputs: status.inputs };
      return { words: words("status.aligning", values), short: words("status.aligningShort", values), color: "held" };
    }
    case "freezing":
      return narrow ? undefined : { words: words("status.freezing", { checkpoint: status.checkpointId }), color: "ink-1" };
    case "uploading":
      return narrow ? undefined : { words: words("status.uploading", { checkpoint: status.checkpointId }), color: "state" };
    case "backPressured":
      return narrow ? undefined : { words: words("status.backPressured"), color: "pressure" };
    case "finished":
      return { words: words("status.finished"), color: "ink-3" };
    case "running":
      return undefined;
  }
}
