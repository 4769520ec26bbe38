import { useMemo, useState, type ReactNode } from "react";
import { useStore } from "zustand";
import { Icon } from "../glyph/icon.tsx";
import { useText } from "../i18n/use-text.ts";
import { lastRecovery } from "../run/recovery.ts";
import { proofOf } from "../run/recovery-proof.ts";
import type { RunPlayer } from "../run/run-player.ts";
import { useRun, useSession, useSessionState, useWorkbench } from "../workspace/workbench-context.ts";
import "./recovery-panel.css";

/** After a recovery: what was restored, lost and done again, and whether the output is as without the failure, with the proof. [UI126] */
export function RecoveryPanel({ closes = false }: { readonly closes?: boolean }): ReactNode {
  const { workspace } = useWorkbench();
  const text = useText("recovery");
  const player = useRun();
  const [closed, close] = useState<number>();
  const recovery = player && lastRecovery(player);
  if (!player || !recovery || recovery.seq === closed) return null;
  const { checkpointId: id, lost, readAgain } = recovery;
  const isFree = player.header.mode === "freeRunning";
  return (
    <section className="recovery-panel" aria-label={text("title")}>
      <h3>
        {id === undefined ? text("fromStart") : text("from", { id })}
        {closes && (
          <button type="button" className="button is-square" aria-label={text("close")} onClick={() => close(recovery.seq)}>
            <Icon name="close" size={12} />
          </button>
        )}
      </h3>
      <dl>
        <dt>{text("lost")}</dt>
        <dd title={text("lostHint")}>{isFree ? text("notLogged") : text("records", { count: lost })}</dd>
        <dt>{text("replayed")}</dt>
        <dd title={text("replayedHint")}>{isFree ? text("notLogged") : text("records", { count: readAgain })}</dd>
        <dt className="whole">{text("output")}</dt>
        <dd className="whole">
          <Verdict player={player} />
        </dd>
      </dl>
      {id !== undefined && (
        <button type="button" className="link-button" onClick={() => workspace.showCheckpoint(id)}>
          {text("open", { id })}
        </button>
      )}
    </section>
  );
}

function Verdict({ player }: { readonly player: RunPlayer }): ReactNode {
  const session = useSession();
  const text = useText("recovery");
  const reference = useStore(session.reference.store);
  const length = useSessionState((state) => state.length);
  const restoredFrom = useSessionState((state) => state.restoredFrom);
  const proof = useMemo(() => {
    // The log grows in place.
    return length > 0 && reference.phase === "there" ? proofOf(player, reference.run) : undefined;
  }, [player, reference, length]);
  if (player.header.mode === "freeRunning") return text("freeRun");
  if (restoredFrom !== undefined) return text("recovered");
  if (reference.phase === "running") return text("running");
  if (reference.phase === "failed") return text("failed");
  if (!proof) {
    return (
      <button type="button" className="button is-line" title={text("compareHint")} onClick={() => void session.compareWithoutFaults()}>
        {text("compare")}
      </button>
    );
  }
  const isGood = proof.kind === "same" || proof.kind === "soFar";
  return (
    <span className={isGood ? "verdict" : "verdict is-bad"} role="status">
      <Icon name={isGood ? "check" : "kill"} size={13} /> {text(`proof.${proof.kind}`, proof)}
    </span>
  );
}
