import { useState } from "react";
import type { ReactNode } from "react";
import type { ChannelIndex, TaskIndex } from "../../stream/indices.ts";
import type { LogEvent } from "../../observe/event.ts";
import type { Lineage, LineageStep } from "../../observe/lineage.ts";
import { formatCount, formatDuration } from "../i18n/format.ts";
import { useText } from "../i18n/use-text.ts";
import type { Translate } from "../i18n/use-text.ts";
import type { RunPlayer } from "../run/run-player.ts";
import { jobCause } from "../run/failures.ts";
import { channelName, subtaskName } from "../run/names.ts";
import { describeEvent } from "./describe-event.ts";
import { VirtualTable } from "./virtual-table.tsx";
import { WhyHere } from "./why-here.tsx";
import { useRun, useSession, useSessionState, useWorkbench } from "../workspace/workbench-context.ts";

/** Every event of the run, or why the followed record is there and its steps; picking one looks at the moment right behind it. */
export function LogTab(): ReactNode {
  const text = useText("output");
  const run = useText("run");
  const causes = useText("causes");
  const player = useRun();
  const [all, setAll] = useState(false);
  if (!player || player.log.length === 0) return <p className="timeline-empty">{text("log.none")}</p>;
  const { lineage } = player;
  const cause = jobCause(player.view);
  if (!lineage) {
    return (
      <div className="followed">
        {cause !== undefined && <p className="why-here job-failure">{run("failed.job", { cause })}</p>}
        <AllEvents player={player} />
      </div>
    );
  }
  return (
    <>
      <label className="log-filter">
        <input type="checkbox" checked={all} onChange={(event) => setAll(event.target.checked)} /> {causes("all")}
      </label>
      {all ? (
        <AllEvents player={player} />
      ) : (
        <div className="followed">
          <WhyHere player={player} seq={lineage.seed} />
          <FollowedSteps player={player} lineage={lineage} />
        </div>
      )}
    </>
  );
}

const columns = (text: Translate) => [
  { title: text("log.event"), width: "90px", number: true },
  { title: text("log.at"), width: "90px", number: true },
  { title: text("log.who"), width: "172px", characters: 26 },
  { title: text("log.what"), width: "1fr" },
];

function cellsOf(player: RunPlayer, event: LogEvent | undefined, text: Translate): readonly string[] {
  if (!event) return ["", "", "", ""];
  const who = event.subtask < 0 ? text("log.coordinator") : subtaskName(player, event.subtask);
  const names = { subtask: (index: TaskIndex) => subtaskName(player, index), channel: (index: ChannelIndex) => channelName(player, index) };
  return [formatCount(event.seq), formatDuration(event.at), who, describeEvent(event, names)];
}

function AllEvents({ player }: { readonly player: RunPlayer }): ReactNode {
  const session = useSession();
  const { contextMenu } = useWorkbench();
  const text = useText("output");
  const following = useSessionState((state) => state.following);
  const { log } = player;
  return (
    <VirtualTable
      label={text("log.name")}
      rows={(following ? player.view.cursor : log.length) - log.dropped}
      columns={columns(text)}
      cells={(row) => cellsOf(player, log.event(row + log.dropped), text)}
      atEnd={following}
      current={player.view.cursor - 1 - log.dropped}
      onPick={(row) => session.seek(row + log.dropped + 1)}
      onMenu={(row, event) => contextMenu.show(event, { kind: "event", seq: row + log.dropped })}
    />
  );
}

function FollowedSteps({ player, lineage }: { readonly player: RunPlayer; readonly lineage: Lineage }): ReactNode {
  const session = useSession();
  const { contextMenu } = useWorkbench();
  const text = useText("output");
  const causes = useText("causes");
  const { steps } = lineage;
  const cells = (row: number): readonly string[] => {
    const step = steps[row];
    const [seq = "", at = "", who = "", what = ""] = cellsOf(player, step && player.log.event(step.seq), text);
    return [seq, at, who, step?.fanIn ? `${what}  ${fanInText(step.fanIn, causes)}` : what];
  };
  return (
    <VirtualTable
      label={causes("steps")}
      rows={steps.length}
      columns={columns(text)}
      cells={cells}
      atEnd={false}
      current={steps.findLastIndex(({ seq }) => seq < player.view.cursor)}
      onPick={(row) => {
        const step = steps[row];
        if (step) session.seek(step.seq + 1);
      }}
      onMenu={(row, event) => {
        const step = steps[row];
        if (step) contextMenu.show(event, { kind: "event", seq: step.seq });
      }}
    />
  );
}

/** Events named of a window's records: the rest is a number. */
const named = 12;

function fanInText(fanIn: NonNullable<LineageStep["fanIn"]>, text: Translate): string {
  const events = fanIn.slice(0, named).map(formatCount).join(", ") + (fanIn.length > named ? ", …" : "");
  return text("fanIn", { count: fanIn.length, events });
}
