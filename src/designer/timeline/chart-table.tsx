import { useEffect, useState, type ReactNode } from "react";
import { formatBytes, formatCount, formatDuration, formatPercent, formatRate } from "../i18n/format.ts";
import { useText } from "../i18n/use-text.ts";
import type { RunPlayer } from "../run/run-player.ts";
import { useSession } from "../workspace/workbench-context.ts";
import { chartRows, intervalAt, keysAt, spaced, takenOf, throughput, timeShares, watermarkLag, type ChartRow } from "./chart-rows.ts";

const columns = ["throughput", "peak", "busyTime", "idleTime", "pressedTime", "lag", "checkpoint", "size", "keyCount"] as const;

const samplesAtOnce = 64;

/** The same figures as the charts have, at the moment on screen. */
export function ChartTable({ player }: { readonly player: RunPlayer }): ReactNode {
  const t = useText("output");
  const session = useSession();
  const [, setRead] = useState(0);
  useEffect(() => {
    let isReading = true;
    return session.frames.add(() => {
      const more = player.samples.advance(samplesAtOnce);
      // What was still to be read is shown once it is, of a run at rest, too.
      if (isReading && !more) setRead((count) => count + 1);
      isReading = more;
      return more;
    });
  }, [session, player]);
  const rows = chartRows(player);
  return (
    <div className="timeline-scroll" role="region" aria-label={t("charts.table")} tabIndex={0}>
      <table className="run-table">
        <thead>
          <tr>
            <th>{t("charts.operator")}</th>
            {columns.map((column) => (
              <th key={column} className="number">
                {t(`charts.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, place) => (
            <tr key={place}>
              <td>{row.name ?? t("charts.job")}</td>
              {figuresOf(player, row, rows).map((figure, column) => (
                <td key={columns[column]} className="number">
                  {figure}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** In the order of the columns; empty where the row is chained to another one, which has them. */
function figuresOf(player: RunPlayer, row: ChartRow, rows: readonly ChartRow[]): readonly string[] {
  const { samples, now } = player;
  const all = spaced(samples.all);
  const interval = intervalAt(all, now);
  const rates = all.slice(1).flatMap((to, place) => (all[place] ? [throughput(player, row, rows, [all[place], to])] : []));
  const present = interval && throughput(player, row, rows, interval);
  const records = [formatRate(present), formatRate(rates.length > 0 ? Math.max(...rates) : undefined)];
  if (!row.isHead) return [...records, "", "", "", "", "", "", ""];
  const shares = row.name === undefined ? undefined : interval && timeShares(player, row, interval);
  const share = (value: number | undefined): string => (row.name === undefined ? "" : formatPercent(value));
  const last = samples.checkpoints.findLast(({ endedAt = Infinity }) => endedAt <= now);
  const part = last && takenOf(row, last);
  return [
    ...records,
    share(shares?.busy),
    share(shares && 1 - shares.busy - shares.backPressured),
    share(shares?.backPressured),
    formatDuration(interval && watermarkLag(player, row, interval[1])),
    part ? `#${last.id} ${formatDuration(part.durationMs)}` : "–",
    formatBytes(part?.bytes),
    formatCount(interval ? keysAt(player, row, interval[1]) : undefined),
  ];
}
