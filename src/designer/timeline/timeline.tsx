import { Suspense, type ComponentType, type ReactNode } from "react";
import type { TimelineTab } from "../workspace/workspace.ts";
import { BranchesTab } from "./branches-tab.tsx";
import { CheckpointsTab } from "./checkpoints-tab.tsx";
import { EventTimeTab } from "./event-time-tab.tsx";
import { Lanes } from "./lanes.tsx";
import { LogTab } from "./log-tab.tsx";
import { OutputTab } from "./output-tab.tsx";
import { lazyView } from "../workspace/lazy-view.tsx";
import "./timeline.css";

const ChartsTab = lazyView(() => import("./charts-tab.tsx").then(({ ChartsTab: component }) => component));

const tabs: { readonly [tab in Exclude<TimelineTab, "problems">]: ComponentType } = {
  lanes: Lanes,
  checkpoints: CheckpointsTab,
  eventTime: EventTimeTab,
  output: OutputTab,
  log: LogTab,
  branches: BranchesTab,
  charts: ChartsTab,
};

/** Body of the timeline: the same run along time instead of space. */
export function Timeline({ tab }: { readonly tab: Exclude<TimelineTab, "problems"> }): ReactNode {
  const Tab = tabs[tab];
  return (
    <div className="picture-tab">
      <Suspense>
        <Tab />
      </Suspense>
    </div>
  );
}
