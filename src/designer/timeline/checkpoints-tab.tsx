import type { ReactNode } from "react";
import type { CheckpointState } from "../../observe/run-state.ts";
import { formatBytes, formatDuration } from "../i18n/format.ts";
import { useText } from "../i18n/use-text.ts";
import { useRun } from "../job/job-context.ts";
import { select, useWorkspace } from "../workspace/workspace-store.ts";

const shown = 60;
const barWidth = 260;

/** Start delay, alignment, sync, async in milliseconds, each the longest of all subtasks. */
export function longestPhases({ parts }: CheckpointState): readonly [number, number, number, number] {
  const longest = (pick: (part: NonNullable<CheckpointState["parts"][number]>) => number | undefined): number =>
    parts.reduce((most, part) => Math.max(most, (part && pick(part)) ?? 0), 0);
  return [
    longest(({ startDelayMs }) => startDelayMs),
    longest(({ alignmentMs }) => alignmentMs),
    longest(({ syncMs }) => syncMs),
    longest(({ asyncMs }) => asyncMs),
  ];
}

/** The last checkpoints, newest first, as phase bars on one scale. */
export function CheckpointsTab(): ReactNode {
  const text = useText("run");
  const title = useText("shell");
  const player = useRun();
  const selected = useWorkspace(({ selection }) => selection.checkpoint);
  const checkpoints = player?.view.checkpoints.slice(-shown).toReversed() ?? [];
  if (!player || checkpoints.length === 0) return <p className="timeline-empty">{text("checkpoints.none")}</p>;
  const scale = barWidth / Math.max(1, ...checkpoints.map((one) => longestPhases(one).reduce((sum, next) => sum + next, 0)));
  return (
    <div className="timeline-scroll" role="region" aria-label={title("timeline.checkpoints")} tabIndex={0}>
      <table className="run-table">
        <thead>
          <tr>
            {["id", "status", "triggered", "duration", "size", "acks", "phases"].map((column) => (
              <th key={column} className={column === "status" || column === "phases" ? undefined : "number"}>
                {text(`checkpoints.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {checkpoints.map((checkpoint) => (
            <tr
              key={checkpoint.id}
              className={checkpoint.id === selected ? "current" : undefined}
              onClick={() => select({ checkpoint: checkpoint.id })}
            >
              <td className="number">
                <button type="button" className="row-button" onClick={() => select({ checkpoint: checkpoint.id })}>
                  #{checkpoint.id}
                </button>
              </td>
              <td className={checkpoint.status === "failed" ? "failed" : undefined}>
                {checkpoint.reason === undefined
                  ? text(`checkpoints.${checkpoint.status}`)
                  : `${text("checkpoints.failed")}: ${checkpoint.reason}`}
              </td>
              <td className="number">{formatDuration(checkpoint.triggeredAt)}</td>
              <td className="number">{formatDuration(checkpoint.durationMs)}</td>
              <td className="number">{formatBytes(checkpoint.bytes)}</td>
              <td className="number">
                {checkpoint.acknowledged}/{checkpoint.expected.length}
              </td>
              <td>
                <PhaseBar phases={longestPhases(checkpoint)} scale={scale} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <PhaseLegend />
    </div>
  );
}

const phaseClasses = ["delay", "align", "sync", "async"] as const;

export function PhaseBar({
  phases,
  scale,
  from = 0,
}: {
  readonly phases: readonly number[];
  readonly scale: number;
  readonly from?: number;
}): ReactNode {
  const widths = phases.map((duration) => (duration > 0 ? Math.max(2, duration * scale) : 0));
  const startOf = (index: number): number => widths.slice(0, index).reduce((sum, width) => sum + width, from * scale);
  return (
    <svg className="phase-bar" width={barWidth} height={14} aria-hidden="true">
      {widths.map((width, index) => (
        <rect
          key={phaseClasses[index]}
          className={`phase ${phaseClasses[index]}`}
          x={startOf(index)}
          y={1}
          width={width}
          height={12}
        />
      ))}
    </svg>
  );
}

export function PhaseLegend(): ReactNode {
  const text = useText("run");
  return (
    <p className="phase-legend">
      {(["startDelay", "alignment", "sync", "async"] as const).map((phase, index) => (
        <span key={phase}>
          <i className={`phase ${phaseClasses[index]}`} />
          {text(`phase.${phase}`)}
        </span>
      ))}
    </p>
  );
}
