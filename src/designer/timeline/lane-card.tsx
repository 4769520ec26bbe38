import { engineText } from "../i18n/language.ts";
import type { ReactNode } from "react";
import { formatCount, formatDuration } from "../i18n/format.ts";
import { useText, type Translate } from "../i18n/use-text.ts";
import { subtaskName } from "../run/names.ts";
import type { RunPlayer } from "../run/run-player.ts";
import type { LaneHit } from "./lanes-hit.ts";

interface LaneCardProps {
  readonly hit: LaneHit;
  readonly player: RunPlayer;
  readonly x: number;
  readonly y: number;
}

/** Beyond this part of the lanes a card stands at the other side of the pointer. */
const flipsFrom = 0.6;

/** Says what is under the pointer in the lanes, and why it is there. [UI130] */
export function LaneCard({ hit, player, x, y }: LaneCardProps): ReactNode {
  const text = useText("lanes");
  const [title = "", ...lines] = describeLaneHit(hit, player, text);
  const wide = document.querySelector(".lanes-canvas")?.clientWidth ?? 0;
  const side = x > wide * flipsFrom ? { right: wide - x + 14 } : { left: x + 14 };
  return (
    <div className="lane-card" role="tooltip" style={{ ...side, top: Math.max(4, y - 12) }}>
      <b>{title}</b>
      {lines.map((line) => (
        <p key={line}>{line}</p>
      ))}
    </div>
  );
}

/** A title, and sentences. */
export function describeLaneHit(hit: LaneHit, player: RunPlayer, text: Translate): readonly string[] {
  switch (hit.kind) {
    case "cut": {
      const checkpoint = [...player.view.checkpoints, ...player.log.head.checkpoints].find(({ id }) => id === hit.id);
      return [
        text("cut", { id: hit.id }),
        text("cutWhy", { id: hit.id }),
        ...(checkpoint?.durationMs === undefined ? [] : [text("cutTook", { duration: formatDuration(checkpoint.durationMs) })]),
        text("cutOpens"),
      ];
    }
    case "align":
    case "sync":
    case "async": {
      const duration = formatDuration(hit.to - hit.from);
      return [text(hit.kind, { id: hit.id }), text(`${hit.kind}Why`, { subtask: subtaskName(player, hit.subtask), id: hit.id, duration })];
    }
    case "rolledBack":
      return [text("rolledBack"), text("rolledBackWhy", { id: hit.id ?? "none" })];
    case "replay":
      return [text("replay"), text("replayWhy", { count: hit.count })];
    case "lane":
      return [subtaskName(player, hit.subtask)];
    case "mark":
      return describeMark(hit, player, text);
  }
}

type Mark = Extract<LaneHit, { readonly kind: "mark" }>;

function describeMark({ mark, seq, subtask, replayed }: Mark, player: RunPlayer, text: Translate): readonly string[] {
  const event = player.log.event(seq);
  const at = event && text("at", { subtask: subtaskName(player, subtask), at: formatDuration(event.at), event: formatCount(seq) });
  const shown = event && "text" in event.body ? event.body.text : "";
  const body = event?.body;
  const cause = body?.kind === "executionState" ? engineText(body.cause ?? "") : "";
  return [
    text(`mark.${mark}`),
    ...[shown, cause, replayed ? text("mark.replayed") : "", text(`mark.${mark}Why`), at ?? ""].filter((line) => line !== ""),
  ];
}
