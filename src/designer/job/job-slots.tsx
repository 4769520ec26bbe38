import { type ComponentType, type ReactNode } from "react";
import { lazyView } from "../shell/lazy-view.tsx";
import type { DesignerSlots } from "../shell/slots.ts";
import { FaultMenu } from "../transport/fault-menu.tsx";
import { StatusReadouts } from "../transport/status-readouts.tsx";
import { Transport } from "../transport/transport.tsx";
import { jobCommands } from "./job-commands.ts";
import { JobContext } from "./job-context.ts";
import type { Job } from "./job.ts";
import { runControl } from "./run-control.ts";

/** Pictures of a run are loaded with the first look at one. */
const PhysicalView = lazyView(() => import("../physical/physical-view.tsx").then(({ PhysicalView: component }) => component));
const SubjectTitle = lazyView(() => import("./tabs/subject-title.tsx").then(({ SubjectTitle: component }) => component));
const InspectorTab = lazyView(() => import("./tabs/inspector-tab.tsx").then(({ InspectorTab: component }) => component));
/** Folded at first, so its tables and charts are loaded when it opens. */
const Timeline = lazyView(() => import("../timeline/timeline.tsx").then(({ Timeline: component }) => component));

/** Everything the frame places of the running job. */
export function jobSlots(job: Job): DesignerSlots {
  const inJob = <Props extends object>(Component: ComponentType<Props>): ComponentType<Props> => {
    const Placed = (props: Props): ReactNode => (
      <JobContext value={job}>
        <Component {...props} />
      </JobContext>
    );
    Placed.displayName = `InJob(${Component.displayName ?? Component.name})`;
    return Placed;
  };
  return {
    run: runControl(job),
    PhysicalView: inJob(PhysicalView),
    Transport: inJob(Transport),
    Timeline: inJob(Timeline),
    InspectorTab: inJob(InspectorTab),
    SubjectTitle: inJob(SubjectTitle),
    StatusReadouts: inJob(StatusReadouts),
    FaultMenu: inJob(FaultMenu),
    commands: jobCommands(job),
  };
}
