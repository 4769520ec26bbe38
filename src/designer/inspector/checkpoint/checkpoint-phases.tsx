import { Fragment, type ReactNode } from "react";
import type { CheckpointState } from "../../../observe/run-state.ts";
import { formatBytes, formatDuration } from "../../i18n/format.ts";
import { useText } from "../../i18n/use-text.ts";
import { subtaskName } from "../../run/names.ts";
import type { RunPlayer } from "../../run/run-player.ts";
import { phasesOf } from "../../timeline/checkpoint-phases.ts";
import { PhaseBar, PhaseLegend } from "../../timeline/checkpoints-tab.tsx";
import { Section } from "../tabs/section.tsx";

const barWidth = 300;
const columns = ["alignment", "sync", "async"] as const;

/** How long each subtask waited, aligned, froze and uploaded, on one scale, and the size of its part. */
export function CheckpointPhases({ player, checkpoint }: { readonly player: RunPlayer; readonly checkpoint: CheckpointState }): ReactNode {
  const text = useText("checkpoint");
  const run = useText("run");
  const rows = checkpoint.expected.map((subtask) => {
    const part = checkpoint.parts[subtask] ?? { phase: "waiting" };
    return { subtask, part, phases: phasesOf(checkpoint, part, player.now) };
  });
  const scale = barWidth / Math.max(1e-6, ...rows.map(({ phases }) => phases.reduce((sum, next) => sum + next, 0)));
  return (
    <Section title={text("bySubtask")} note={text("bySubtaskNote")}>
      <table className="run-table checkpoint-phases">
        <thead>
          <tr>
            <th>{text("subtask")}</th>
            {columns.map((phase) => (
              <th key={phase} className="number">
                {run(`phase.${phase}`)}
              </th>
            ))}
            <th className="number">{text("size")}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ subtask, part, phases }) => (
            <Fragment key={subtask}>
              <tr>
                <td title={subtaskName(player, subtask)}>{subtaskName(player, subtask)}</td>
                {phases.slice(1).map((duration, at) => (
                  <td key={columns[at]} className="number">
                    {formatDuration(duration)}
                  </td>
                ))}
                <td className="number">{part.bytes === undefined ? text(`phase.${part.phase}`) : formatBytes(part.bytes)}</td>
              </tr>
              <tr className="bar">
                <td colSpan={columns.length + 2}>
                  <PhaseBar phases={phases} scale={scale} width={barWidth} />
                </td>
              </tr>
            </Fragment>
          ))}
        </tbody>
      </table>
      <PhaseLegend />
    </Section>
  );
}
