import { useMemo } from "react";
import type { ReactNode } from "react";
import { compareOutput, type KeyOutput, type OutputVerdict } from "../../observe/compare-output.ts";
import { compareRuns } from "../../observe/compare-runs.ts";
import type { CountDifference, OutputDifference } from "../../observe/compare-runs.ts";
import { Icon } from "../glyph/icon.tsx";
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
  const ended = runs.every(({ log }) => isEnd(log.head.status));
  // A run that has ended grows no more: compared once.
  const verdict = useMemo(() => {
    const whole = ({ log, output: rows }: RunPlayer) => ({ log, output: rows, cursor: log.length });
    return ended ? compareOutput(whole(first), whole(second)) : undefined;
  }, [first, second, ended]);
  return (
    <div className="branch-comparison">
      <section className="branch-verdict">
        <h3>
          {say("verdict")} <span>{say("verdictNote")}</span>
        </h3>
        {verdict ? <Verdict names={names} verdict={verdict} /> : <p>{say("verdict.open")}</p>}
      </section>
      <section>
        <h3>
          {say("output")} <span>{say("at", { at: formatDuration(at) })}</span>
        </h3>
        <p>{say("rows", { common, differ: output.length })}</p>
        {output.length > 0 && (
          <details>
            <summary>{say("which")}</summary>
            <OutputTable names={names} rows={output.slice(0, shown)} player={second} />
            {output.length > shown && <p>{say("more", { count: output.length - shown })}</p>}
          </details>
        )}
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

const isEnd = (status: string): boolean => status === "FINISHED" || status === "FAILED" || status === "CANCELED";

/** What came out in the end: the same, or which run has what the other has not, and the last row of each key that differs. [UI127] */
function Verdict({ names, verdict }: { readonly names: readonly [string, string]; readonly verdict: OutputVerdict }): ReactNode {
  const say = useText("branches");
  const { rows, surplus, keys, finals } = verdict;
  const [a, b] = names;
  const isSame = surplus[0] === 0 && surplus[1] === 0;
  const differ = finals.length;
  return (
    <>
      <p role="status">
        <Icon name={isSame ? "check" : "kill"} size={13} />{" "}
        <b>{isSame ? say("verdict.same", { count: rows[0] }) : say("verdict.differs", { a, b, inA: rows[0], inB: rows[1] })}</b>{" "}
        {!isSame && say("verdict.surplus", { a, b, onlyA: surplus[0], onlyB: surplus[1] })}
      </p>
      <p>{differ === 0 ? say("verdict.finalsSame", { keys }) : say("verdict.finalsDiffer", { keys, differ })}</p>
      {differ > 0 && (
        <table className="run-table">
          <thead>
            <tr>
              <th>{say("verdict.key")}</th>
              {names.map((name) => (
                <th key={name} className="number">
                  {say("in", { name })}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {finals.map((pair) => {
              const { sink = "", key = "" } = pair[0] ?? pair[1] ?? {};
              return (
                <tr key={`${sink} ${key}`} className="differs">
                  <td>
                    {operatorName({ name: sink })} <span className="mono">{key}</span>
                  </td>
                  {pair.map((of, at) => (
                    <td key={names[at]} className="number">
                      {of ? say("verdict.of", { rows: of.rows, greatest: greatestOf(of) }) : "–"}
                    </td>
                  ))}
                </tr>
              );
            })}
          </tbody>
        </table>
      )}
    </>
  );
}

const greatestOf = ({ greatest }: KeyOutput): string => (greatest === undefined ? "none" : formatCount(greatest));

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
