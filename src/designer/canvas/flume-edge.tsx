import type { ConnectionLineComponentProps, Edge, EdgeProps } from "@xyflow/react";
import { memo, useEffect, useRef, useState, type ReactNode } from "react";
import { isReadOnly } from "../document/editor.ts";
import { formatRate } from "../i18n/format.ts";
import { text } from "../i18n/language.ts";
import { useHasRun, useIsWritten } from "./detail.tsx";
import { useText } from "../i18n/use-text.ts";
import { flumePath, hitArea, labelPlace, rateWords, spoutLength } from "./node-geometry.ts";
import { pickOnEdge } from "./picking.ts";
import { useDocument, useSession, useWorkbench } from "../workspace/workbench-context.ts";
import { edgeFacts } from "../run/operator-facts.ts";

export interface FlumeEdgeData extends Record<string, unknown> {
  /** Name of the partitioner as Flink writes it: "hash(word)". */
  readonly label: string;
  readonly side: boolean;
  /** An end's operator has no such port: the edge goes nowhere. */
  readonly broken: boolean;
  /** While an edge is asked for and it may be this one. */
  readonly asked: AskedEdge | undefined;
}

interface AskedEdge {
  /** What to type for it. */
  readonly number: number;
  /** The arrows are at it. */
  readonly isCurrent: boolean;
}

export type FlumeFlowEdge = Edge<FlumeEdgeData, "flume">;

const gaugeWidth = 44;

/** Logical edge: a flume with two banks, partitioner above, fill gauge and rate below. */
export const FlumeEdge = memo(function FlumeEdge(props: EdgeProps<FlumeFlowEdge>): ReactNode {
  const { id, data, selected } = props;
  const isWritten = useIsWritten();
  const hasRun = useHasRun();
  const [isPointedAt, setPointedAt] = useState(false);
  const from = { x: props.sourceX - (hitArea / 2 - spoutLength + 3), y: props.sourceY };
  const to = { x: props.targetX + hitArea / 2 - 1, y: props.targetY };
  const path = flumePath(from, to);
  const place = labelPlace(from, to);
  const classes = ["flume", selected && "is-selected", data?.side && "is-side", data?.broken && "is-broken"]
    .filter(Boolean)
    .join(" ");
  return (
    <g className={classes} onPointerEnter={() => setPointedAt(true)}>
      <path className="flume-casing" d={path} />
      <path className="flume-run" d={path} />
      <path className="flume-hit react-flow__edge-interaction" d={path} />
      {selected && (
        <>
          <rect className="port-ring" x={from.x - 8} y={from.y - 9} width="10" height="18" />
          <rect className="port-ring" x={to.x - 3} y={to.y - 9} width="10" height="18" />
        </>
      )}
      {data && isWritten && (
        <text className="flume-label" x={place.x} y={place.y} textAnchor={place.anchor}>
          {data.label}
        </text>
      )}
      {hasRun && <FlumeGauge edge={id} x={(from.x + to.x) / 2} y={(from.y + to.y) / 2 + 10} room={to.x - from.x} />}
      {isPointedAt || selected ? <InsertHere edge={id} x={(from.x + to.x) / 2} y={(from.y + to.y) / 2} /> : null}
      {data?.asked && <EdgeNumber asked={data.asked} x={(from.x + to.x) / 2} y={(from.y + to.y) / 2} />}
    </g>
  );
});

interface EdgePlace {
  readonly x: number;
  readonly y: number;
}

/** On an edge that is hovered or selected: what goes between its ends is picked. I does so from the keyboard, so Tab skips it. [UI162] */
function InsertHere({ edge, x, y }: EdgePlace & { readonly edge: string }): ReactNode {
  const workbench = useWorkbench();
  const readOnly = useDocument(isReadOnly);
  const t = useText("canvas");
  if (readOnly) return null;
  return (
    <g
      className="flume-insert nopan"
      role="button"
      aria-label={t("insert.here")}
      transform={`translate(${x} ${y})`}
      onClick={(event) => {
        event.stopPropagation();
        pickOnEdge(workbench, edge);
      }}
    >
      <title>{t("insert.here")}</title>
      <rect className="flume-insert-area" x="-12" y="-12" width="24" height="24" />
      <rect className="flume-insert-box" x="-9" y="-9" width="18" height="18" rx="2" />
      <path d="M0-4.5v9M-4.5 0h9" />
    </g>
  );
}

/** While an edge is asked for: what to type for this one, marked where the arrows are at it. */
function EdgeNumber({ asked: { number, isCurrent }, x, y }: EdgePlace & { readonly asked: AskedEdge }): ReactNode {
  return (
    <g className={isCurrent ? "edge-number is-current" : "edge-number"} transform={`translate(${x} ${y})`} aria-hidden="true">
      {isCurrent && <rect className="edge-number-ring" x="-10.5" y="-11.5" width="21" height="23" />}
      <rect x="-8" y="-9" width="16" height="18" />
      <text textAnchor="middle" y="4">
        {number}
      </text>
    </g>
  );
}

interface FlumeGaugeProps {
  readonly edge: string;
  /** Middle of its upper edge. */
  readonly x: number;
  readonly y: number;
  /** Px between the two operators. */
  readonly room: number;
}

/** Occupancy of the real buffers behind the edge; hidden while nothing runs. */
function FlumeGauge({ edge, x, y, room }: FlumeGaugeProps): ReactNode {
  const session = useSession();
  const group = useRef<SVGGElement>(null);
  useEffect(() => {
    const write = (): void => {
      const facts = session.player && edgeFacts(session.player, edge);
      const element = group.current;
      if (!element) return;
      element.setAttribute("display", facts ? "inline" : "none");
      if (!facts) return;
      element.classList.toggle("is-high", facts.fill >= 0.86);
      element.querySelector(".gauge-fill")?.setAttribute("width", String(gaugeWidth * Math.min(1, facts.fill)));
      const rate = element.querySelector("text");
      const rated = formatRate(facts.recordsPerSecond);
      const isVirtual = session.player?.header.mode === "deterministic";
      const whole = isVirtual ? text("canvas", "rate.virtual", { rate: rated }) : rated;
      // Between two operators that stand close the number comes first; whose seconds it counts is in its title.
      const words = rateWords(rated, whole, room);
      const title = element.querySelector("title");
      const about = text("canvas", isVirtual ? "rate.about" : "rate.wall");
      if (title && title.textContent !== about) title.textContent = about;
      if (rate && rate.textContent !== words) rate.textContent = words;
    };
    write();
    return session.onFacts(write);
  }, [session, edge, room]);
  return (
    <g ref={group} className="flume-gauge" display="none">
      <rect className="gauge-bed" x={x - gaugeWidth / 2} y={y} width={gaugeWidth} height="6" />
      <rect className="gauge-fill" x={x - gaugeWidth / 2} y={y} width="0" height="6" />
      <title />
      <text className="flume-rate" x={x} y={y + 19} textAnchor="middle" />
    </g>
  );
}

/** The connection being drawn: one ink line, no water in it yet. */
export function ConnectionLine({ fromX, fromY, toX, toY }: ConnectionLineComponentProps): ReactNode {
  return <path className="connection-line" d={flumePath({ x: fromX - 8, y: fromY }, { x: toX, y: toY })} />;
}
