import type { ReactNode } from "react";
import type { CheckpointPart, CheckpointState } from "../../../observe/run-state.ts";
import { noTask } from "../../../stream/indices.ts";
import { channelElements } from "../../../observe/fold-channels.ts";
import { formatCount, formatDuration, formatEventTime } from "../../i18n/format.ts";
import { useText } from "../../i18n/use-text.ts";
import { checkpointReason } from "../../run/checkpoint-reason.ts";
import { subtaskName } from "../../run/names.ts";
import { phasesOf } from "../../timeline/checkpoint-phases.ts";
import { PhaseBar, PhaseLegend } from "../../timeline/checkpoints-tab.tsx";
import type { RunPlayer } from "../../run/run-player.ts";
import { Section, Table } from "./section.tsx";
import { inputsOf } from "./subject.ts";
import type { Subject } from "./subject.ts";
import { useWorkspace } from "../../workspace/workbench-context.ts";

const barWidth = 208;

/** Where the newest or the selected checkpoint stands: the subject's inputs, the six steps, all subtasks on one axis. */
export function CheckpointTab(subject: Subject): ReactNode {
  const text = useText("run");
  const { player, subtask } = subject;
  const selected = useWorkspace(({ selection }) => selection.checkpoint);
  const { checkpoints } = player.view;
  const checkpoint = checkpoints.find(({ id }) => id === selected) ?? checkpoints.at(-1);
  if (!checkpoint) return <p className="tab-empty">{text("inspect.noCheckpoint")}</p>;
  const part = checkpoint.parts[subtask];
  return (
    <>
      <Inputs subject={subject} checkpoint={checkpoint} />
      {checkpoint.status === "pending" && part && <Steps subject={subject} checkpoint={checkpoint} part={part} />}
      <BySubtask player={player} checkpoint={checkpoint} />
    </>
  );
}

function Inputs({ subject, checkpoint }: { readonly subject: Subject; readonly checkpoint: CheckpointState }): ReactNode {
  const text = useText("run");
  const { player } = subject;
  const inputs = inputsOf(subject);
  if (inputs.length === 0) return null;
  const { id, status } = checkpoint;
  const lowest = Math.min(...inputs.map((channel) => player.view.channels[channel]?.watermark ?? Infinity));
  const rows = inputs.map((channel) => {
    const input = player.view.channels[channel];
    if (!input) return [];
    const elements = channelElements(input);
    const ahead = elements.findIndex(({ element }) => element.kind === "checkpointBarrier" && element.id === id);
    const passed = input.heldBy === id || checkpoint.parts[subject.subtask]?.snapshotAt !== undefined;
    const before = ahead >= 0 ? formatCount(ahead) : passed ? text("inspect.passed") : "";
    const held = input.heldBy !== undefined;
    const mark = input.watermark === lowest && Number.isFinite(lowest) ? ` ${text("inspect.minimum")}` : "";
    const gate = (
      <span key="gate" className={`tab-tag${held ? " held" : ""}`}>
        {text(held ? "inspect.held" : input.idle ? "inspect.idle" : "inspect.open")}
      </span>
    );
    const sender = player.header.topology.channels[channel]?.from ?? noTask;
    return [subtaskName(player, sender), gate, formatCount(elements.length), before, formatEventTime(input.watermark) + mark];
  });
  const columns = [
    { title: text("inspect.channel") },
    { title: text("inspect.gate") },
    { title: text("inspect.queued"), number: true },
    { title: text("inspect.before", { id }), number: true },
    { title: text("inspect.watermark"), number: true },
  ];
  return (
    <Section
      title={text("inspect.inputs")}
      note={status === "pending" ? text("inspect.inputsNote", { id }) : text("inspect.inputsPlain")}
    >
      <Table columns={columns} rows={rows} />
    </Section>
  );
}

/** Which of the six steps of an aligned snapshot is the present one, from 1; 7 when all are done. */
export function presentStep(part: CheckpointPart, now: number): number {
  if (part.phase === "acknowledged") return 7;
  if (part.snapshotAt !== undefined) return now - part.snapshotAt < (part.syncMs ?? 0) ? 4 : 6;
  return part.alignmentStartedAt === undefined ? 1 : 2;
}

function Steps({
  subject,
  checkpoint,
  part,
}: {
  readonly subject: Subject;
  readonly checkpoint: CheckpointState;
  readonly part: CheckpointPart;
}): ReactNode {
  const text = useText("run");
  const { player, subtask } = subject;
  const keys = Math.max(0, ...(player.view.subtasks[subtask]?.keyCounts.map((count) => count.keys) ?? []));
  const present = presentStep(part, player.now);
  return (
    <Section title={text("inspect.next")}>
      <ol className="tab-steps">
        {[1, 2, 3, 4, 5, 6].map((step) => (
          <li
            key={step}
            className={step < present ? "done" : step === present ? "now" : undefined}
            aria-current={step === present ? "step" : undefined}
          >
            {text(`inspect.step${step}`, { id: checkpoint.id, keys })}
          </li>
        ))}
      </ol>
    </Section>
  );
}

function BySubtask({ player, checkpoint }: { readonly player: RunPlayer; readonly checkpoint: CheckpointState }): ReactNode {
  const text = useText("run");
  const elapsed = (checkpoint.durationMs ?? (checkpoint.endedAt ?? player.now) - checkpoint.triggeredAt) || 1;
  const rows = checkpoint.expected.map((subtask) => ({
    subtask,
    phases: phasesOf(checkpoint, checkpoint.parts[subtask] ?? { phase: "waiting" }, player.now),
  }));
  const scale = barWidth / Math.max(elapsed, ...rows.map(({ phases }) => phases.reduce((sum, next) => sum + next, 0)));
  const note = checkpoint.status === "pending" ? "inspect.sinceTrigger" : "inspect.took";
  return (
    <Section title={text("inspect.bySubtask", { id: checkpoint.id })} note={text(note, { duration: formatDuration(elapsed) })}>
      {checkpoint.reason !== undefined && <p className="tab-failed">{checkpointReason(checkpoint.reason)}</p>}
      <table className="run-table">
        <tbody>
          {rows.map(({ subtask, phases }) => (
            <tr key={subtask}>
              <td>{subtaskName(player, subtask)}</td>
              <td>
                <PhaseBar phases={phases} scale={scale} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <PhaseLegend />
    </Section>
  );
}
