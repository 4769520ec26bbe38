import type { ReactNode } from "react";
import { formatCount } from "../i18n/format.ts";
import { useText } from "../i18n/use-text.ts";
import { subtaskName } from "../run/names.ts";
import { SaveCommitted } from "./save-committed.tsx";
import { VirtualTable } from "./virtual-table.tsx";
import { useRun, useSessionState } from "../workspace/workbench-context.ts";

const rowKinds = ["+I", "-U", "+U", "-D"];

/** What the sinks have written up to the moment on screen, and what became of it. */
export function OutputTab(): ReactNode {
  const text = useText("run");
  const player = useRun();
  const following = useSessionState((state) => state.following);
  const cursor = player?.view.cursor ?? 0;
  const rows = player?.output.countAt(cursor) ?? 0;
  if (!player) return <p className="timeline-empty">{text("output.none")}</p>;
  if (rows === 0) {
    return (
      <>
        <SaveCommitted />
        <p className="timeline-empty">{text("output.none")}</p>
      </>
    );
  }
  const cells = (row: number): readonly ReactNode[] => {
    const event = player.log.event(player.output.seqOf(row));
    if (event?.body.kind !== "sinkWritten") return [formatCount(row + 1), "", "", "", ""];
    const transactional = player.view.subtasks[event.subtask]?.sink?.transactional ?? false;
    const status = player.output.statusAt(row, cursor);
    const shown =
      transactional || status === "aborted" ? <span className={`output-status ${status}`}>{text(`output.${status}`)}</span> : "";
    return [formatCount(row + 1), subtaskName(player, event.subtask), rowKinds[event.body.rowKind] ?? "", event.body.text, shown];
  };
  return (
    <>
      <SaveCommitted />
      <VirtualTable
        label={text("output.value")}
        rows={rows}
        columns={[
          { title: text("output.row"), width: "80px", number: true },
          { title: text("output.sink"), width: "140px" },
          { title: "", width: "34px" },
          { title: text("output.value"), width: "1fr" },
          { title: text("output.status"), width: "120px" },
        ]}
        cells={cells}
        atEnd={following}
      />
    </>
  );
}
