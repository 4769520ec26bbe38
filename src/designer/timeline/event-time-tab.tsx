import type { ReactNode } from "react";
import type { ChannelIndex, TaskIndex } from "../../stream/indices.ts";
import { formatCount, formatDuration, formatEventTime } from "../i18n/format.ts";
import { useText } from "../i18n/use-text.ts";
import { channelName, subtaskName } from "../run/names.ts";
import { watermarkOf } from "../run/subtask-facts.ts";
import { useRun } from "../workspace/workbench-context.ts";

const barWidth = 220;

/** Event time of every subtask against the newest, and which input holds it back. */
export function EventTimeTab(): ReactNode {
  const words = useText("output");
  const title = useText("shell");
  const player = useRun();
  const view = player?.view;
  if (!player || !view || view.eventTime === -Infinity) return <p className="timeline-empty">{words("eventTime.none")}</p>;
  const watermarks = view.subtasks.map(watermarkOf);
  const newest = Math.max(...watermarks.filter(Number.isFinite));
  const worst = Math.max(1, ...watermarks.filter(Number.isFinite).map((one) => newest - one));
  const lowestInput = (subtask: TaskIndex): string => {
    let lowest: ChannelIndex | undefined;
    player.header.topology.channels.forEach(({ to }, channel) => {
      const state = view.channels[channel];
      if (to !== subtask || !state || state.idle) return;
      if (lowest === undefined || state.watermark < (view.channels[lowest]?.watermark ?? Infinity)) lowest = channel;
    });
    return lowest === undefined ? "" : channelName(player, lowest);
  };
  return (
    <div className="timeline-scroll" role="region" aria-label={title("timeline.eventTime")} tabIndex={0}>
      <table className="run-table">
        <thead>
          <tr>
            <th>{words("eventTime.operator")}</th>
            <th className="number">{words("eventTime.watermark")}</th>
            <th className="number">{words("eventTime.behind")}</th>
            <th aria-hidden="true" />
            <th>{words("eventTime.lowest")}</th>
            <th className="number">{words("eventTime.late")}</th>
          </tr>
        </thead>
        <tbody>
          {view.subtasks.map((state, subtask) => {
            const watermark = watermarks[subtask] ?? -Infinity;
            const behind = Number.isFinite(watermark) ? Math.max(0, newest - watermark) : undefined;
            return (
              <tr key={subtaskName(player, subtask)}>
                <td>{subtaskName(player, subtask)}</td>
                <td className="number watermark">{formatEventTime(watermark, true)}</td>
                <td className="number">{formatDuration(behind)}</td>
                <td>
                  <svg width={barWidth} height={8} aria-hidden="true">
                    <rect className="staff-bed" width={barWidth} height={8} />
                    {behind !== undefined && <rect className="staff-fill" width={barWidth * (1 - behind / worst)} height={8} />}
                  </svg>
                </td>
                <td>{lowestInput(subtask)}</td>
                <td className="number">{formatCount(state.lateDropped + state.lateToSideOutput)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
