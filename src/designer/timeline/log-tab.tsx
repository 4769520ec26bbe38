import type { ReactNode } from "react";
import { formatCount, formatDuration } from "../i18n/format.ts";
import { useText } from "../i18n/use-text.ts";
import { useJob, useJobState, useRun } from "../job/job-context.ts";
import { channelName, subtaskName } from "../physical/describe-hit.ts";
import { describeEvent } from "./describe-event.ts";
import { VirtualTable } from "./virtual-table.tsx";

/** Every event of the run; picking one looks at the moment right behind it. */
export function LogTab(): ReactNode {
  const job = useJob();
  const text = useText("run");
  const player = useRun();
  const following = useJobState((state) => state.following);
  if (!player || player.log.length === 0) return <p className="timeline-empty">{text("log.none")}</p>;
  const { log } = player;
  const names = { subtask: (index: number) => subtaskName(player, index), channel: (index: number) => channelName(player, index) };
  const cells = (row: number): readonly ReactNode[] => {
    const event = log.event(row + log.dropped);
    if (!event) return ["", "", "", ""];
    const who = event.subtask < 0 ? text("log.coordinator") : subtaskName(player, event.subtask);
    return [formatCount(event.seq), formatDuration(event.at), who, describeEvent(event, names)];
  };
  return (
    <VirtualTable
      label={text("log.name")}
      rows={(following ? player.view.cursor : log.length) - log.dropped}
      columns={[
        { title: text("log.event"), width: "90px", number: true },
        { title: text("log.at"), width: "90px", number: true },
        { title: text("log.who"), width: "140px" },
        { title: text("log.what"), width: "1fr" },
      ]}
      cells={cells}
      atEnd={following}
      current={player.view.cursor - 1 - log.dropped}
      onPick={(row) => job.seek(row + log.dropped + 1)}
    />
  );
}
