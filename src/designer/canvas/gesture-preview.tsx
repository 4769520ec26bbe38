import { ViewportPortal } from "@xyflow/react";
import { useMemo, type ReactNode } from "react";
import { applyChange } from "../document/apply-change.ts";
import type { Position } from "../document/document-change.ts";
import { indexOf } from "../document/document-index.ts";
import { useAnalysis, useCanvasMode, useDocument, useWorkbench } from "../workspace/workbench-context.ts";
import { placedOperator } from "./add-operator.ts";
import { partitionerLabel } from "./graph-elements.ts";
import { landingOf, nowhere, portPlace, type Landing } from "./landing.ts";
import { flumePath, labelPlace } from "./node-geometry.ts";
import type { ConnectionContext } from "../analysis/connection.ts";

interface PreviewLine {
  readonly from: Position;
  readonly to: Position;
  readonly label: string;
}

/**
 * What a gesture would come to, while it lasts: the edges of an operator that is dragged near a port or over an edge, and the edge to what
 * is about to be picked. [UI160]
 */
export function GesturePreview({ dragged }: { readonly dragged: Readonly<Record<string, Position>> }): ReactNode {
  const workbench = useWorkbench();
  const document = useDocument((state) => state.document);
  const analysis = useAnalysis((state) => state);
  const mode = useCanvasMode((present) => (present.kind === "placing" || present.kind === "picking" ? present : undefined));
  const lines = useMemo((): readonly PreviewLine[] => {
    const context = { document, analysis, catalog: workbench.catalog };
    if (mode?.kind === "picking") {
      if (!("after" in mode.joins)) return [];
      const from = portPlace(context, mode.joins.after, "outputs");
      return from ? [{ from, to: mode.at, label: "" }] : [];
    }
    if (mode?.kind === "placing") {
      const descriptor = workbench.catalog.find(mode.type);
      if (!descriptor || !mode.at) return [];
      // Its ghost has one size on screen at every zoom, around the pointer.
      const placed = placedOperator(workbench, descriptor, mode.at);
      return linesOf({ ...context, document: applyChange(document, placed.change).document }, placed.operator, placed.landing);
    }
    const moved = soleOperator(dragged);
    const present = moved && applyChange(document, { kind: "move", positions: dragged }).document;
    const operator = present && indexOf(present).operator(moved);
    const there = present && { ...context, document: present };
    return there && operator ? linesOf(there, operator.id, landingOf(there, operator)) : [];
  }, [document, analysis, mode, dragged, workbench]);
  if (lines.length === 0) return null;
  return (
    <ViewportPortal>
      <svg className="gesture-preview" aria-hidden="true" data-joins={lines.length}>
        {lines.map(({ from, to, label }) => {
          const place = labelPlace(from, to);
          return (
            <g key={`${from.x} ${from.y} ${to.x} ${to.y}`}>
              <path className="connection-line" d={flumePath(from, to)} />
              <rect className="port-ring" x={from.x - 8} y={from.y - 9} width="10" height="18" />
              <rect className="port-ring" x={to.x - 3} y={to.y - 9} width="10" height="18" />
              <text className="flume-label" x={place.x} y={place.y} textAnchor={place.anchor}>
                {label}
              </text>
            </g>
          );
        })}
      </svg>
    </ViewportPortal>
  );
}

/** The operator that is dragged alone; a note or several things land where they are let go and nowhere else. */
export function soleOperator(moved: Readonly<Record<string, Position>>): string | undefined {
  const [one, ...more] = Object.keys(moved);
  return more.length === 0 ? one : undefined;
}

function linesOf(context: ConnectionContext, operator: string, { joins, onEdge }: Landing = nowhere): readonly PreviewLine[] {
  const edge = onEdge && indexOf(context.document).edge(onEdge.edge);
  const ends = edge
    ? [
        { from: edge.from, to: { operator, port: onEdge.input }, partitioner: onEdge.partitioner },
        { from: { operator, port: onEdge.output }, to: edge.to, partitioner: edge.partitioner },
      ]
    : joins;
  return ends.flatMap(({ from, to, partitioner }) => {
    const [begin, end] = [portPlace(context, from, "outputs"), portPlace(context, to, "inputs")];
    return begin && end ? [{ from: begin, to: end, label: partitioner ? partitionerLabel(partitioner, true) : "" }] : [];
  });
}
