import type { Fault } from "../../control/job-client.ts";
import type { Translate } from "../i18n/use-text.ts";
import type { RunPlayer } from "../run/run-player.ts";
import { subtaskName } from "../run/names.ts";

/** A fault in words, by the names of the run. */
export function faultText(fault: Fault, player: RunPlayer, text: Translate): string {
  const { subtasks, channels } = player.header.topology;
  const subtask =
    "subtask" in fault
      ? fault.subtask
      : fault.kind === "delayChannel"
        ? channels[fault.channel]?.to
        : fault.kind === "killExecutor"
          ? subtasks.findIndex(({ executor }) => executor === fault.executor)
          : undefined;
  const checkpoint = "checkpointId" in fault ? fault.checkpointId : undefined;
  return text(`fault.${fault.kind}`, { subtask: subtask === undefined ? "" : subtaskName(player, subtask), checkpoint });
}
