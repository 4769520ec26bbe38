import { useMemo } from "react";
import type { ReactNode } from "react";
import { compareRuns } from "../../observe/compare-runs.ts";
import type { CountDifference, OutputDifference } from "../../observe/compare-runs.ts";
import { formatCount, formatDuration } from "../i18n/format.ts";
import { useText } from "../i18n/use-text.ts";
import { cursorAt } from "../run/cursor-at.ts";
import type { RunPlayer } from "../run/run-player.ts";
import { operatorName, subtaskName } from "../run/names.ts";

const rowKinds = ["+I", "-U", "+U", "-D"];
/** Differing rows shown; the rest is a number. */
const shown = 200;
/** Job milliseconds between two comparisons while the run goes on. */
const grain = 50;

interface ComparisonProps {
  readonly names: readonly [string, string];
  readonly runs: readonly [RunPlayer, RunPlayer];
}

/** Two branches at the same moment of the job clock: what their sinks wrote and their subtasks counted, differences first. */
export function BranchComparison({ names, runs }: ComparisonProps): ReactNode {
  const say = useText("branches");
  const [first, second] = runs;
  const exact = Math.min(second.now, first.log.head.at, second.log.head.at);
  const at = second.following && second.log.head.status === "RUNNING" ? Math.floor(exact / grain) * grain : exact;
  const comparison = useMemo(() => {
    const upTo = ({ log, output }: RunPlayer) => ({ log, output, cursor: cursorAt(log, at) });
    return compareRuns(upTo(first), upTo(second));
  }, [first, second, at]);
  const { output, counts, common } = comparison;
  return (
    <div className="branch-comparison">
      <section>
        <h3>
          {say("output")} <span>{say("at", { at: formatDuration(at) })}</span>
        </h3>
        <p>{say("rows", { common, differ: output.length })}</p>
        <OutputTable names={names} rows={output.slice(0, shown)} player={second} />
        {output.length > shown && <p>{say("more", { count: output.length - shown })}</p>}
      </section>
      <section>
        <h3>
          {say("counts")} <span>{say("countsNote")}</span>
        </h3>
        <CountTable names={names} rows={counts} player={second} />
      </section>
    </div>
  );
}

interface TableProps<Row> {
  readonly names: readonly [string, string];
  readonly rows: readonly Row[];
  readonly player: RunPlayer;
}

function OutputTable({ names, rows, player }: TableProps<OutputDifference>): ReactNode {
  const text = useText("output");
  const say = useText("branches");
  if (rows.length === 0) return null;
  const { vertices } = player.header.topology;
  return (
    <table className="run-table">
      <thead>
        <tr>
          <th>{text("sink")}</th>
          <th>{text("value")}</th>
          {names.map((name) => (
            <th key={name} className="number">
              {say("in", { name })}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ vertex, operator, rowKind, text: row, times }) => (
          <tr key={`${vertex} ${operator} ${rowKind} ${row}`} className="differs">
            <td>{operatorName(vertices[vertex]?.operators[operator])}</td>
            <td className="mono">
              {rowKinds[rowKind]} {row}
            </td>
            {names.map((name, index) => (
              <td key={name} className="number">
                {times[index] === 0 ? "–" : `${formatCount(times[index])}×`}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function CountTable({ names, rows, player }: TableProps<CountDifference>): ReactNode {
  const words = useText("output");
  const say = useText("branches");
  return (
    <table className="run-table">
      <thead>
        <tr>
          <th>{words("eventTime.operator")}</th>
          {(["in", "out", "late", "attempt"] as const).map((count) => (
            <th key={count} className="number">
              {say(`count.${count}`)} {names.join(" / ")}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ subtask, counts: [a, b], same }) => (
          <tr key={subtask} className={same ? undefined : "differs"}>
            <td>
              {same ? "" : "≠ "}
              {subtaskName(player, subtask)}
            </td>
            <td className="number">{both(a.recordsIn, b.recordsIn)}</td>
            <td className="number">{both(a.recordsOut, b.recordsOut)}</td>
            <td className="number">{both(a.late, b.late)}</td>
            <td className="number">{both(a.attempt + 1, b.attempt + 1)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const both = (a: number, b: number): string => (a === b ? formatCount(a) : `${formatCount(a)} / ${formatCount(b)}`);
