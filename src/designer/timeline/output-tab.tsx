import { Tabs } from "radix-ui";
import type { ReactNode } from "react";
import { formatCount } from "../i18n/format.ts";
import { useText } from "../i18n/use-text.ts";
import { operatorName } from "../run/names.ts";
import { sinkCounts } from "../run/sink-tally.ts";
import { SinkTable } from "./sink-table.tsx";
import { useRun, useSession, useWorkbench, useWorkspace } from "../workspace/workbench-context.ts";
import "./output.css";

/** What the sinks have written up to the moment on screen, and what became of it: a table per sink. [UI92] */
export function OutputTab(): ReactNode {
  const { workspace, contextMenu } = useWorkbench();
  const session = useSession();
  const text = useText("output");
  const player = useRun();
  const asked = useWorkspace((state) => state.outputSink);
  if (!player) return <p className="timeline-empty">{text("none")}</p>;
  const { sinks } = player;
  const chosen = Math.max(0, sinks.findIndex(({ id }) => id === asked));
  const sink = sinks[chosen];
  if (!sink) return <p className="timeline-empty">{text("noSinks")}</p>;
  const nameOf = (place: number): string => operatorName(sinks[place]);
  return (
    <Tabs.Root
      className="output"
      value={sink.id}
      activationMode="manual"
      onValueChange={(outputSink) => workspace.set({ outputSink })}
    >
      <Tabs.List className="output-sinks" aria-label={text("sinks")}>
        {sinks.map(({ id }, place) => {
          const { count } = sinkCounts(player, place);
          return (
            <Tabs.Trigger
              key={id}
              value={id}
              onContextMenu={(event) => contextMenu.show(event, { kind: "sink", id })}
              aria-label={text("sinkTab", { sink: nameOf(place), count })}
            >
              {nameOf(place)} <span className="mono">{formatCount(count)}</span>
            </Tabs.Trigger>
          );
        })}
      </Tabs.List>
      <Tabs.Content className="output-sink" value={sink.id} tabIndex={-1}>
        <SinkTable key={`${sink.id} ${player.header.startedAt}`} player={player} session={session} sink={chosen} name={nameOf(chosen)} />
      </Tabs.Content>
    </Tabs.Root>
  );
}
