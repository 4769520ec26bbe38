import type { ReactNode } from "react";
import { Icon } from "../glyph/icon.tsx";
import { useText } from "../i18n/use-text.ts";
import { recordName } from "../run/followed-record.ts";
import { useSession, useSessionState, useWorkbench } from "../workspace/workbench-context.ts";

/** The record that is followed: opens its steps in the log, or lets go of it. */
export function FollowNote(): ReactNode {
  const workbench = useWorkbench();
  const session = useSession();
  const text = useText("run");
  const { player } = session;
  const lineage = useSessionState(() => session.player?.lineage);
  // Its list of steps grows in place.
  useSessionState(() => session.player?.lineage?.steps.length);
  if (!player || !lineage) return null;
  const name = text("follow.name", { record: recordName(player, lineage.seed), count: lineage.steps.length });
  return (
    <span className="transport-follow">
      <button type="button" className="transport-menu" title={name} onClick={() => workbench.workspace.showTimeline("log")}>
        <span>{name}</span>
      </button>
      <button
        type="button"
        className="transport-menu"
        aria-label={text("follow.stop")}
        title={text("follow.stop")}
        onClick={() => session.followRecord(undefined)}
      >
        <Icon name="close" size={13} />
      </button>
    </span>
  );
}
