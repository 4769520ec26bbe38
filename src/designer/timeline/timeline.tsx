import type { ReactNode } from "react";
import type { TimelineTab } from "../workspace/workspace.ts";
import { BranchesTab } from "./branches-tab.tsx";
import { CheckpointsTab } from "./checkpoints-tab.tsx";
import { EventTimeTab } from "./event-time-tab.tsx";
import { Lanes } from "./lanes.tsx";
import { LogTab } from "./log-tab.tsx";
import { OutputTab } from "./output-tab.tsx";
import "./timeline.css";

const tabs: { readonly [tab in Exclude<TimelineTab, "problems">]: () => ReactNode } = {
  lanes: Lanes,
  checkpoints: CheckpointsTab,
  eventTime: EventTimeTab,
  output: OutputTab,
  log: LogTab,
  branches: BranchesTab,
};

/** Body of the timeline: the same run along time instead of space. */
export function Timeline({ tab }: { readonly tab: Exclude<TimelineTab, "problems"> }): ReactNode {
  const Tab = tabs[tab];
  return (
    <div className="picture-tab">
      <Tab />
    </div>
  );
}
