import { useState, type ReactNode } from "react";
import type { CheckpointState } from "../../../observe/run-state.ts";
import { Icon } from "../../glyph/icon.tsx";
import { SelectField } from "../../glyph/select-field.tsx";
import { formatBytes, formatDuration } from "../../i18n/format.ts";
import { useText } from "../../i18n/use-text.ts";
import { nextName } from "../../run/branches.ts";
import { checkpointReason } from "../../run/checkpoint-reason.ts";
import { reasonToKeep, restoreWay, type RestoreWay } from "../../run/restore-way.ts";
import type { RunPlayer } from "../../run/run-player.ts";
import type { SessionState } from "../../run/session-state.ts";
import { actOrExplain } from "../../workspace/act-or-explain.ts";
import { CheckpointActions } from "../../workspace/checkpoint-actions.ts";
import { useRun, useSessionState, useWorkbench, useWorkspace } from "../../workspace/workbench-context.ts";
import { CheckpointComparison } from "./checkpoint-comparison.tsx";
import { CheckpointContents } from "./checkpoint-contents.tsx";
import { CheckpointPhases } from "./checkpoint-phases.tsx";
import "../tabs/tabs.css";
import "./checkpoint-inspector.css";

/** One checkpoint of the run: how it went, what it holds, and what can be done with it. [UI120] */
export function CheckpointInspector({ id }: { readonly id: number }): ReactNode {
  const text = useText("checkpoint");
  const player = useRun();
  const checkpoint = player?.view.checkpoints.find((one) => one.id === id);
  if (!player || !checkpoint) {
    return (
      <header className="inspector-head">
        <h2>{text("title", { id })}</h2>
        <p>{text(id > (player?.view.checkpoints.at(-1)?.id ?? 0) ? "notYet" : "unknown")}</p>
      </header>
    );
  }
  return <KnownCheckpoint key={id} player={player} checkpoint={checkpoint} />;
}

interface CheckpointProps {
  readonly player: RunPlayer;
  readonly checkpoint: CheckpointState;
}

function KnownCheckpoint({ player, checkpoint }: CheckpointProps): ReactNode {
  const text = useText("checkpoint");
  const against = useWorkspace(({ selection }) => selection.against);
  const { id, status, reason, expected, acknowledged, savepoint } = checkpoint;
  const other = player.view.checkpoints.find((one) => one.id === against);
  const took = checkpoint.durationMs ?? (checkpoint.endedAt ?? player.now) - checkpoint.triggeredAt;
  const facts = { at: formatDuration(checkpoint.triggeredAt), took: formatDuration(took), size: formatBytes(checkpoint.bytes) };
  return (
    <div className="inspector-body" role="region" aria-label={text("title", { id })} tabIndex={-1}>
      <header className="inspector-head">
        <h2>{text(savepoint ? "savepoint" : "title", { id })}</h2>
        <span className={status === "failed" ? "tag is-failed" : "tag"}>{text(`status.${status}`)}</span>
        <p>{text("facts", facts)}</p>
        <p>{text("acknowledged", { count: acknowledged, of: expected.length })}</p>
        {reason !== undefined && <p className="tab-failed">{checkpointReason(reason)}</p>}
      </header>
      <Actions player={player} checkpoint={checkpoint} />
      {other && other !== checkpoint && <CheckpointComparison player={player} pair={[other, checkpoint]} />}
      <CheckpointPhases player={player} checkpoint={checkpoint} />
      <CheckpointContents player={player} checkpoint={checkpoint} />
    </div>
  );
}

/** What "Restore" would do, or why it cannot. */
function restoreNote(way: RestoreWay, state: SessionState, text: ReturnType<typeof useText>): string {
  if (way.kind === "none") return text(`reason.${way.reason}`);
  if (way.kind === "branch") return text("restore.branch", { name: nextName(state.branches) });
  if (!state.following && state.mode === "deterministic") return text("restore.past", { name: nextName(state.branches) });
  return text("restore.newest");
}

function Actions({ player, checkpoint }: CheckpointProps): ReactNode {
  const workbench = useWorkbench();
  const { workspace } = workbench;
  const text = useText("checkpoint");
  const state = useSessionState((all) => all);
  const [asked, ask] = useState(false);
  const { id } = checkpoint;
  const act = new CheckpointActions(workbench, id);
  const way = restoreWay(state, player, checkpoint);
  const keep = reasonToKeep(state, player, checkpoint);
  const others = player.view.checkpoints.filter((one) => one.id !== id && one.status !== "failed" && one.status !== "pending");
  const against = workspace.selection.against ?? "";
  const note = restoreNote(way, state, text);
  const cannot = way.kind === "none" ? text(`reason.${way.reason}`) : undefined;
  const kept = keep === undefined ? undefined : text(`reason.${keep}`);
  const isWorthSaying = keep !== undefined && keep !== "ended" && keep !== "past" && kept !== note;
  const compare = (chosen: string): void => act.compareWith(chosen === "" ? undefined : Number(chosen));
  return (
    <section className="checkpoint-actions" aria-label={text("actions")}>
      <div>
        <button type="button" className="button is-line" {...actOrExplain(workspace, text("restore"), cannot, () => act.restore(way))}>
          <Icon name="rewind" size={14} />
          {text("restore")}
        </button>
        <button type="button" className="button is-line" title={text("goHint")} onClick={() => act.goToMoment()}>
          {text("go")}
        </button>
        <button type="button" className="button is-line" title={text("cutHint")} onClick={() => act.showCut()}>
          {text("cut")}
        </button>
        <button type="button" className="button is-line" {...actOrExplain(workspace, text("discard"), kept, () => ask(true))}>
          {text("discard")}
        </button>
      </div>
      <p className="field-help">{note}</p>
      {isWorthSaying && <p className="field-help">{text("kept", { why: kept })}</p>}
      {asked && keep === undefined && (
        <p className="checkpoint-question" role="alert">
          {text("discardQuestion", { id })}
          <button type="button" className="button is-strong" onClick={() => act.discard()}>
            {text("discardNow", { id })}
          </button>
          <button type="button" className="button is-line" onClick={() => ask(false)}>
            {text("keepIt")}
          </button>
        </p>
      )}
      {others.length > 0 && (
        <label className="checkpoint-against">
          {text("compareWith")}
          <SelectField value={against} onChange={(event) => compare(event.target.value)}>
            <option value="">{text("compareNone")}</option>
            {others.toReversed().map((one) => (
              <option key={one.id} value={one.id}>
                #{one.id}
              </option>
            ))}
          </SelectField>
        </label>
      )}
    </section>
  );
}
