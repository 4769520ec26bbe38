import { useId, type ReactNode } from "react";
import { formatBytes, formatDuration } from "../i18n/format.ts";
import { useText } from "../i18n/use-text.ts";
import { checkpointReason } from "../run/checkpoint-reason.ts";
import { longestPhases } from "./checkpoint-phases.ts";
import type { Phases } from "./checkpoint-phases.ts";
import { StorageFailures } from "./storage-failures.tsx";
import { useRun, useWorkbench, useWorkspace } from "../workspace/workbench-context.ts";

const shown = 60;
export const phaseBarWidth = 260;

/** The last checkpoints, newest first, as phase bars on one scale. */
export function CheckpointsTab(): ReactNode {
  const workbench = useWorkbench();
  const say = useText("output");
  const title = useText("shell");
  const player = useRun();
  const selected = useWorkspace(({ selection }) => selection.checkpoint);
  const checkpoints = player?.view.checkpoints.slice(-shown).toReversed() ?? [];
  if (!player || (checkpoints.length === 0 && player.view.storageFailures.length === 0)) {
    return <p className="timeline-empty">{say("checkpoints.none")}</p>;
  }
  const lengths = checkpoints.map((one) => longestPhases(one, player.now).reduce((sum, next) => sum + next, 0));
  const scale = phaseBarWidth / Math.max(1, ...lengths);
  return (
    <div className="timeline-scroll" role="region" aria-label={title("timeline.checkpoints")} tabIndex={0}>
      <StorageFailures />
      <table className="run-table">
        <thead>
          <tr>
            {["id", "status", "triggered", "duration", "size", "acks", "phases"].map((column) => (
              <th key={column} className={column === "status" || column === "phases" ? undefined : "number"}>
                {say(`checkpoints.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {checkpoints.map((checkpoint) => (
            <tr
              key={checkpoint.id}
              className={checkpoint.id === selected ? "current" : undefined}
              onClick={() => workbench.workspace.showCheckpoint(checkpoint.id)}
              onContextMenu={(event) => workbench.contextMenu.show(event, { kind: "checkpoint", id: checkpoint.id })}
            >
              <td className="number">
                <button type="button" className="row-button" title={say("checkpoints.open", { id: checkpoint.id })}>
                  #{checkpoint.id}
                </button>
              </td>
              <td className={checkpoint.status === "failed" ? "failed" : undefined}>
                {checkpoint.reason === undefined
                  ? say(`checkpoints.${checkpoint.status}`)
                  : `${say("checkpoints.failed")}: ${checkpointReason(checkpoint.reason)}`}
              </td>
              <td className="number">{formatDuration(checkpoint.triggeredAt)}</td>
              <td className="number">{formatDuration(checkpoint.durationMs)}</td>
              <td className="number">{formatBytes(checkpoint.bytes)}</td>
              <td className="number">
                {checkpoint.acknowledged}/{checkpoint.expected.length}
              </td>
              <td>
                <PhaseBar phases={longestPhases(checkpoint, player.now)} scale={scale} />
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
const phaseNames = ["startDelay", "alignment", "sync", "async"] as const;

interface PhaseBarProps {
  readonly phases: Phases;
  readonly scale: number;
  readonly width?: number;
}

/** The phases on a scale of pixels per millisecond; their durations are its name and tooltip. */
export function PhaseBar({ phases, scale, width = phaseBarWidth }: PhaseBarProps): ReactNode {
  const text = useText("run");
  const name = phaseNames.map((phase, index) => `${text(`phase.${phase}`)} ${formatDuration(phases[index])}`).join(", ");
  const widths = phases.map((duration) => (duration > 0 ? Math.max(2, duration * scale) : 0));
  const startOf = (index: number): number => widths.slice(0, index).reduce((sum, width) => sum + width, 0);
  const hatch = useId();
  return (
    <svg className="phase-bar" width={width} height={14} role="img" aria-label={name}>
      <title>{name}</title>
      {widths.map((wide, index) => (
        <rect
          key={phaseClasses[index]}
          className={`phase ${phaseClasses[index]}`}
          x={startOf(index)}
          y={1}
          width={wide}
          height={12}
        />
      ))}
      <pattern id={hatch} className="phase-hatch" width="4" height="4" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <path d="M1 0v4" />
      </pattern>
      <rect fill={`url(#${hatch})`} x={startOf(1)} y={1} width={widths[1]} height={12} />
    </svg>
  );
}

export function PhaseLegend(): ReactNode {
  const text = useText("run");
  return (
    <p className="phase-legend">
      {phaseNames.map((phase, index) => (
        <span key={phase}>
          <i className={`phase ${phaseClasses[index]}`} />
          {text(`phase.${phase}`)}
        </span>
      ))}
    </p>
  );
}
