import type { ReactNode } from "react";
import type { TaskIndex } from "../../../stream/indices.ts";
import { useText } from "../../i18n/use-text.ts";
import { subtasksOf } from "../../run/operator-facts.ts";
import { CheckpointTab } from "./checkpoint-tab.tsx";
import { DataTab } from "./data-tab.tsx";
import { StateTab } from "./state-tab.tsx";
import type { Subject } from "./subject.ts";
import { TimeTab } from "./time-tab.tsx";
import "./tabs.css";
import { useRun, useWorkspace } from "../../workspace/workbench-context.ts";

interface InspectorTabProps {
  readonly tab: "data" | "state" | "time" | "checkpoint";
  /** Id in the document. */
  readonly operator: string;
  /** Index into `Topology.subtasks`, when one is selected. */
  readonly subtask: TaskIndex | undefined;
}

const tabs: { readonly [tab in InspectorTabProps["tab"]]: (subject: Subject) => ReactNode } = {
  data: DataTab,
  state: StateTab,
  time: TimeTab,
  checkpoint: CheckpointTab,
};

/** The running half of the inspector: the selected subtask, or the first one of the selected operator. */
export function InspectorTab({ tab, operator, subtask }: InspectorTabProps): ReactNode {
  const text = useText("run");
  const player = useRun();
  const channel = useWorkspace(({ selection }) => selection.channel);
  if (!player) return <p className="tab-empty">{text("inspect.notRunning")}</p>;
  const subject = subtask ?? subtasksOf(player.header, operator)[0];
  if (subject === undefined || !player.view.subtasks[subject]) return <p className="tab-empty">{text("inspect.pickSubtask")}</p>;
  const Tab = tabs[tab];
  return <Tab player={player} subtask={subject} channel={channel} />;
}
