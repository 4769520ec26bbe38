import { useEffect, useRef, type ReactNode } from "react";
import { useText } from "../i18n/use-text.ts";
import { nodeWidth } from "../document/places.ts";
import type { RunPlayer } from "../run/run-player.ts";
import { sampledOperator } from "../run/sampled-operator.ts";
import { useSession } from "../workspace/workbench-context.ts";
import { useHasRun, useTextScale } from "./detail.tsx";
import type { OperatorNodeData } from "./operator-node-view.tsx";

const width = 56;
const height = 16;
/** Steps of the line; in shorter ones a rate is one record or none. */
const intervalsMost = 28;
/** Width of a letter of the description, and what stays free between the two. */
const letter = 6.6;
const apart = 12;
/** Samples taken at each look, by all nodes together a few hundred a second. */
const samplesAtOnce = 4;

/** True when the description leaves room beside it; outputs that are named stand there. */
function hasSparkRoom({ description, outputs, inputs }: OperatorNodeData, left: number): boolean {
  const isPlain = inputs.length <= 1 && outputs.every(({ tag }) => tag === undefined);
  return isPlain && left + description.length * letter + apart + width + 10 <= nodeWidth;
}

/**
 * Records a second over the run so far, up to the moment on screen: where the node is drawn in full and its description leaves room.
 * Written by ref, like the foot; of a node that is drawn smaller nothing is read. [OB53] [UI12]
 */
export function RateSpark({ data, left }: { readonly data: OperatorNodeData; readonly left: number }): ReactNode {
  const scale = useTextScale();
  const hasRun = useHasRun();
  return hasRun && scale === 1 && hasSparkRoom(data, left) ? <Spark operator={data.id} /> : null;
}

function Spark({ operator }: { readonly operator: string }): ReactNode {
  const session = useSession();
  const t = useText("canvas");
  const group = useRef<SVGGElement>(null);
  useEffect(() => {
    const show = (): void => {
      const path = session.player ? sparkPath(session.player, operator) : "";
      group.current?.setAttribute("display", path === "" ? "none" : "inline");
      const line = group.current?.querySelector("path");
      if (line && line.getAttribute("d") !== path) line.setAttribute("d", path);
    };
    show();
    return session.onFacts(show);
  }, [session, operator]);
  return (
    <g ref={group} className="rate-spark" transform={`translate(${nodeWidth - 10 - width} 29)`} display="none">
      <title>{t("spark")}</title>
      <rect width={width} height={height} />
      <path />
    </g>
  );
}

/** The rates as a line of its own scale; empty while there are no two samples. */
function sparkPath(player: RunPlayer, operator: string): string {
  player.samples.advance(samplesAtOnce);
  const taken = player.samples.all.filter(({ at }) => at <= player.now);
  const every = Math.max(1, Math.ceil((taken.length - 1) / intervalsMost));
  const counts = sampledOperator(player, operator);
  const counted = taken.filter((_, place) => place % every === 0).map(counts);
  const rates = counted.slice(1).map((count, place) => Math.max(0, count - (counted[place] ?? 0)));
  const top = Math.max(...rates, 0);
  if (rates.length < 2 || top === 0) return "";
  const points = rates.map((rate, place) => {
    const x = (place / (rates.length - 1)) * width;
    return `${x.toFixed(1)} ${(height - (rate / top) * (height - 1)).toFixed(1)}`;
  });
  return `M${points.join("L")}`;
}
