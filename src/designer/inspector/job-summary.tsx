import type { ReactNode } from "react";
import type { TopologyOperator } from "../../observe/event.ts";
import { formatCount, formatDuration } from "../i18n/format.ts";
import { useText } from "../i18n/use-text.ts";
import { operatorName } from "../run/names.ts";
import { operatorRecords, recordsText } from "../run/operator-records.ts";
import type { RunPlayer } from "../run/run-player.ts";
import { sinkCounts } from "../run/sink-tally.ts";
import { useRun, useSessionState, useWorkbench } from "../workspace/workbench-context.ts";
import { RecoveryPanel } from "../physical/recovery-panel.tsx";
import "./job-summary.css";

/** How the job's run goes or ended, what went in, and what came out where: at the moment on screen. [UI97] */
export function JobSummary(): ReactNode {
  const text = useText("output");
  const phase = useSessionState((state) => state.phase);
  const player = useRun();
  if (!player) return null;
  const { view, now } = player;
  const complete = view.checkpoints.findLast(({ status }) => status === "completed" || status === "subsumed");
  const late = view.subtasks.reduce((sum, { lateDropped }) => sum + lateDropped, 0);
  const newest = complete
    ? text("summary.checkpointOf", { id: complete.id, duration: formatDuration(complete.durationMs) })
    : text("summary.noCheckpoint");
  const facts: readonly (readonly [string, string])[] = [
    ["clock", formatDuration(Math.round(now))],
    ["checkpoint", newest],
    ...(view.failures.length > 0 ? [["failures", formatCount(view.failures.length)] as const] : []),
    ...(late > 0 ? [["late", formatCount(late)] as const] : []),
  ];
  return (
    <>
      <section className="job-summary">
        <h3>
          {text("summary.title")} <span>{text(`phase.${phase}`)}</span>
        </h3>
        <dl>
          {facts.map(([name, value]) => (
            <div key={name}>
              <dt>{text(`summary.${name}`)}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      </section>
      <RecoveryPanel />
      <Sources player={player} />
      <Operators player={player} />
      <Sinks player={player} />
    </>
  );
}

function Sources({ player }: { readonly player: RunPlayer }): ReactNode {
  const text = useText("output");
  const sources = operatorsOf(player, "source").map((source) => ({
    name: operatorName(source),
    count: operatorRecords(player, source.id)?.out ?? 0,
  }));
  if (sources.length === 0) return null;
  return (
    <section className="job-summary">
      <h3>{text("summary.in")}</h3>
      <dl>
        {sources.map(({ name, count }) => (
          <div key={name}>
            <dt title={name}>{name}</dt>
            <dd>{text("summary.read", { count })}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

/** What became of the records in between. [OB41] */
function Operators({ player }: { readonly player: RunPlayer }): ReactNode {
  const text = useText("output");
  const run = useText("run");
  const operators = operatorsOf(player, "operator");
  if (operators.length === 0) return null;
  return (
    <section className="job-summary">
      <h3>{text("summary.through")}</h3>
      <dl>
        {operators.map((operator) => {
          const name = operatorName(operator);
          const records = operatorRecords(player, operator.id);
          return (
            <div key={operator.id}>
              <dt title={name}>{name}</dt>
              <dd>{records && recordsText(records, run)}</dd>
            </div>
          );
        })}
      </dl>
    </section>
  );
}

/** Operators of the drawing in the order of the stream, by what they are. */
function operatorsOf({ header }: RunPlayer, role: TopologyOperator["role"]): readonly { readonly id: string; readonly name: string }[] {
  const { topology, origins } = header;
  const all = topology.vertices.flatMap(({ operators }) => operators.filter((operator) => operator.role === role));
  return all.flatMap(({ node, name }) => {
    const id = origins.nodes[node];
    return id === undefined || origins.nodes.indexOf(id) !== node ? [] : [{ id, name }];
  });
}

function Sinks({ player }: { readonly player: RunPlayer }): ReactNode {
  const { workspace } = useWorkbench();
  const text = useText("output");
  const { sinks } = player;
  return (
    <section className="job-summary">
      <h3>{text("summary.out")}</h3>
      {sinks.length === 0 && <p className="field-help">{text("noSinks")}</p>}
      <ul>
        {sinks.map((sink, place) => {
          const { count, open, thrownAway } = sinkCounts(player, place);
          const name = operatorName(sink);
          return (
            <li key={sink.id}>
              <button type="button" title={text("summary.show", { sink: name })} onClick={() => workspace.showOutput(sink.id)}>
                <b>{name}</b>
                <span>{text("rows", { count })}</span>
                {sink.committer && open > 0 && <small>{text("open", { count: formatCount(open) })}</small>}
                {thrownAway > 0 && <small>{text("thrownAway", { count: thrownAway })}</small>}
              </button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
