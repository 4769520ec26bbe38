import type { ReactNode } from "react";
import type { PictureTab } from "../shell/slots.ts";
import { BranchesTab } from "./branches-tab.tsx";
import { CheckpointsTab } from "./checkpoints-tab.tsx";
import { EventTimeTab } from "./event-time-tab.tsx";
import { Lanes } from "./lanes.tsx";
import { LogTab } from "./log-tab.tsx";
import { OutputTab } from "./output-tab.tsx";
import "./timeline.css";

const tabs: { readonly [tab in PictureTab]: () => ReactNode } = {
  lanes: Lanes,
  checkpoints: CheckpointsTab,
  eventTime: EventTimeTab,
  output: OutputTab,
  log: LogTab,
  branches: BranchesTab,
};

/** Body of the timeline: the same run along time instead of space. */
export function Timeline({ tab }: { readonly tab: PictureTab }): ReactNode {
  const Tab = tabs[tab];
  return (
    <div className="picture-tab">
      <Tab />
    </div>
  );
}
