import { formatCount } from "../../i18n/format.ts";
import type { SubtaskLook } from "./subtask.ts";

/** Free running: records are counted, what each one is and does is not in the log. [PX14] */
export function countedWords({ records, box, words }: SubtaskLook): string {
  if (box.role !== "source") return words("records.in", { count: formatCount(records.recordsIn) });
  return box.outputs.length > 0 ? words("records.out", { count: formatCount(records.recordsOut) }) : "";
}
