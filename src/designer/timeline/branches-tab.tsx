import { useMemo, useState } from "react";
import type { ReactNode } from "react";
import { formatDuration } from "../i18n/format.ts";
import { useText } from "../i18n/use-text.ts";
import type { Translate } from "../i18n/use-text.ts";
import type { Branch } from "../run/branches.ts";
import type { RunPlayer } from "../run/run-player.ts";
import { faultText } from "../transport/fault-text.ts";
import { BranchComparison } from "./branch-comparison.tsx";
import { BranchStrip } from "./branch-strip.tsx";
import { useRun, useSession, useSessionState } from "../workspace/workbench-context.ts";

/** The courses of this job: which branch left which when and by what fault, and two of them side by side. */
export function BranchesTab(): ReactNode {
  const session = useSession();
  const text = useText("run");
  const say = useText("branches");
  const player = useRun();
  const branches = useSessionState((state) => state.branches);
  const [chosen, choose] = useState<string>();
  const byName = useMemo(() => branches.toSorted((a, b) => (a.name < b.name ? -1 : 1)), [branches]);
  const present = branches.at(-1);
  if (!player || !present || branches.length < 2) return <p className="timeline-empty">{say("none")}</p>;
  const others = byName.filter((branch) => branch !== present && session.runOf(branch.name));
  const other = others.find(({ name }) => name === chosen) ?? others.at(-1);
  const otherRun = other && session.runOf(other.name);
  const ends = byName.map(({ name }) => session.runOf(name)?.log.head.at);
  return (
    <div className="timeline-scroll branches" role="region" aria-label={say("name")} tabIndex={0}>
      <table className="run-table branch-list">
        <thead>
          <tr>
            <th>{text("transport.branch")}</th>
            {["from", "fault", "course", "actions"].map((column) => (
              <th key={column}>{say(column)}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {byName.map((branch, row) => (
            <tr key={branch.name} className={branch === present ? "current" : undefined}>
              <td>
                <b className="mono">{branch.name}</b>
              </td>
              <td>
                {branch.parent !== undefined &&
                  text("timeline.branch", { name: branch.parent, at: formatDuration(branch.from) })}
              </td>
              <td>{lastFault(branch, player, text)}</td>
              <td>{row === 0 && <BranchStrip branches={byName} ends={ends} present={present.name} now={player.now} />}</td>
              <td>
                <Actions
                  branch={branch}
                  present={branch === present}
                  compared={branch === other}
                  onCompare={others.includes(branch) ? () => choose(branch.name) : undefined}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {other && otherRun && <BranchComparison names={[other.name, present.name]} runs={[otherRun, player]} />}
    </div>
  );
}

function Actions({
  branch,
  present,
  compared,
  onCompare,
}: {
  readonly branch: Branch;
  readonly present: boolean;
  readonly compared: boolean;
  readonly onCompare: (() => void) | undefined;
}): ReactNode {
  const session = useSession();
  const say = useText("branches");
  if (present) return say("present");
  return (
    <>
      <button type="button" className="link-button" onClick={() => void session.openBranch(branch.name)}>
        {say("open", { name: branch.name })}
      </button>{" "}
      {onCompare && (
        <button type="button" className="link-button" aria-pressed={compared} onClick={onCompare}>
          {say(compared ? "compared" : "compare")}
        </button>
      )}
    </>
  );
}

function lastFault({ faults }: Branch, player: RunPlayer, text: Translate): string {
  const last = faults.at(-1);
  return last ? `${faultText(last.fault, player, text)} (${formatDuration(last.at)})` : text("branches.noFault");
}
