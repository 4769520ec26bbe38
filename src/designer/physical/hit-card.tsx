import type { ReactNode } from "react";
import { useText } from "../i18n/use-text.ts";
import type { RunPlayer } from "../run/run-player.ts";
import { describeHit } from "./describe-hit.ts";
import type { Hit } from "./hit.ts";

/** Says what the thing under the pointer is and why it is there. */
export function HitCard({
  hit,
  player,
  x,
  y,
}: {
  readonly hit: Hit;
  readonly player: RunPlayer;
  readonly x: number;
  readonly y: number;
}): ReactNode {
  const text = useText("run");
  const { title, lines } = describeHit(hit, player, text);
  if (title === "") return null;
  return (
    <div className="hit-card" style={{ left: x + 14, top: y + 16 }} role="tooltip">
      <b>{title}</b>
      {lines.map((line) => (
        <p key={line}>{line}</p>
      ))}
    </div>
  );
}
