import type { ReactNode } from "react";
import type { TaskIndex } from "../../../stream/indices.ts";
import { useText } from "../../i18n/use-text.ts";
import { headerWords } from "../../physical/paint/subtask-header.ts";
import { operatorRecords, recordsText } from "../../run/operator-records.ts";
import { statusOf } from "../../run/subtask-facts.ts";
import { TitleName } from "../title-name.tsx";
import { inputsOf } from "./subject.ts";
import { useRun } from "../../workspace/workbench-context.ts";

interface SubjectTitleProps {
  readonly operator: string;
  readonly name: string;
  readonly subtask: TaskIndex | undefined;
}

/** Name of what the inspector shows, and the records in and out of it; of a subtask its number, and what it is doing. */
export function SubjectTitle({ operator, name, subtask }: SubjectTitleProps): ReactNode {
  const text = useText("run");
  const player = useRun();
  const owner = subtask === undefined ? undefined : player?.header.topology.subtasks[subtask];
  const records = player && operatorRecords(player, operator, subtask);
  const counted = records && <p className="subject-records">{recordsText(records, text)}</p>;
  if (!player || !owner || subtask === undefined) {
    return (
      <>
        <TitleName operator={operator} name={name} />
        {counted}
      </>
    );
  }
  const title = text("subtask.name", { name, index: owner.index });
  const inputs = inputsOf({ player, subtask, channel: undefined }).map((channel) => ({ channel }));
  const status = statusOf(player.view, { subtask, inputs }, player.now);
  const said = headerWords({ status, words: text, box: { role: "operator" } });
  return (
    <>
      <h2 title={title}>{title}</h2>
      <span className="tag" style={said && { color: `var(--${said.color})` }}>
        {said?.words ?? text("status.running")}
      </span>
      {counted}
    </>
  );
}
