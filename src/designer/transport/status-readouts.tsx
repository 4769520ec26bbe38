import { useEffect, useRef } from "react";
import type { ReactNode } from "react";
import { formatBytes, formatCount } from "../i18n/format.ts";
import { useText } from "../i18n/use-text.ts";
import { jobCause } from "../run/failures.ts";
import { comparisonOnScreen } from "../run/session-state.ts";
import { thinning } from "../run/thinning.ts";
import { useRun, useSession, useSessionState, useWorkbench } from "../workspace/workbench-context.ts";
import { writeClipboard } from "../workspace/write-clipboard.ts";

/** Items of the status bar: log hash and sampling at the left, audit and frame rate at the right. */
export function StatusReadouts({ side }: { readonly side: "left" | "right" }): ReactNode {
  const phase = useSessionState((state) => state.phase);
  if (phase === "idle") return null;
  return side === "left" ? <LeftReadouts /> : <RightReadouts />;
}

function LeftReadouts(): ReactNode {
  const workbench = useWorkbench();
  const text = useText("run");
  const player = useRun();
  const hash = useSessionState((state) => state.hash);
  const dropped = useSessionState((state) => state.dropped);
  const counted = player?.header.mode === "freeRunning";
  const thin = player && !counted ? thinning(player.view, {}) : undefined;
  const shown = hash.length > 8 ? `${hash.slice(0, 4)} ${hash.slice(-4)}` : hash.replace(/(.{4})(?=.)/, "$1 ");
  return (
    <>
      <RunFailures />
      {hash !== "" && (
        <button
          type="button"
          className="status-copy"
          title={text("readout.copy")}
          onClick={() => void writeClipboard(workbench, hash)}
        >
          {text("readout.log", { hash: shown })}
        </button>
      )}
      {counted && <span>{text("readout.counted")}</span>}
      {thin && <span>{text("readout.tokens", { drawn: formatCount(thin.drawn), total: formatCount(thin.total) })}</span>}
      {thin && <span>{thin.strongest > 1 ? text("readout.sampled", { per: thin.strongest }) : text("readout.noSampling")}</span>}
      {dropped > 0 && <span>{text("readout.dropped", { count: formatCount(dropped) })}</span>}
    </>
  );
}

/** The job has failed, or storage has: each leads to what is known of it. [ST61] [RS7] [UI84] */
export function RunFailures(): ReactNode {
  const text = useText("run");
  const { workspace } = useWorkbench();
  const view = useRun()?.view;
  const cause = view && jobCause(view);
  const storage = view?.storageFailures.at(-1);
  const failure = (message: string, title: string, tab: "problems" | "checkpoints"): ReactNode => (
    <button type="button" className="status-copy status-broken" title={title} onClick={() => workspace.showTimeline(tab)}>
      {message}
    </button>
  );
  return (
    <span className="run-failures" aria-live="polite">
      {cause !== undefined && failure(text("failed.job", { cause }), cause, "problems")}
      {storage && failure(text("storage.failed", { path: storage.path }), text("storage.show"), "checkpoints")}
    </span>
  );
}

function RightReadouts(): ReactNode {
  const text = useText("run");
  const violations = useSessionState((state) => state.violations);
  const compared = useSessionState(comparisonOnScreen);
  return (
    <>
      <Memory />
      <span>{text("readout.conservation")}</span>
      <span className={violations > 0 ? "status-broken" : undefined}>
        {violations > 0 ? text("readout.broken", { count: violations }) : text("readout.holds")}
      </span>
      {violations === 0 && compared !== undefined && compared.channels > 0 && (
        <span title={text("readout.comparedHow", { channels: compared.channels })}>
          {text("readout.compared", { event: formatCount(compared.length) })}
        </span>
      )}
      <FrameRate />
    </>
  );
}

/** What all workers of the session keep, of what they may keep together. [UI45] */
function Memory(): ReactNode {
  const text = useText("run");
  const memory = useSessionState((state) => state.memory);
  if (memory === undefined) return null;
  const measured = memory.subtasks.filter((bytes) => bytes !== undefined);
  const limit = formatBytes(memory.limits.total);
  if (measured.length === 0) return <span title={text("readout.memoryHow")}>{text("readout.memoryLimit", { limit })}</span>;
  const kept = formatBytes(measured.reduce((sum, bytes) => sum + bytes, 0));
  return <span title={text("readout.memoryHow")}>{text("readout.memory", { kept, limit })}</span>;
}

const windowMs = 1000;

/** Frames of the last second in which something moved, written by ref. */
function FrameRate(): ReactNode {
  const session = useSession();
  const text = useText("run");
  const ref = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    let frames = 0;
    let since: number | undefined;
    return session.frames.add((wall) => {
      if (session.frames.resting) since = undefined;
      else if (since === undefined) [frames, since] = [0, wall];
      else frames++;
      if (since === undefined || wall - since < windowMs) return;
      if (ref.current) ref.current.textContent = text("readout.fps", { fps: Math.round((frames * 1000) / (wall - since)) });
      [frames, since] = [0, wall];
    });
  }, [session, text]);
  return <span ref={ref} />;
}
