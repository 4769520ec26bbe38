import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useRef } from "react";
import type { ReactNode } from "react";

export interface VirtualTableProps {
  readonly label: string;
  readonly rows: number;
  readonly columns: readonly { readonly title: string; readonly width: string; readonly number?: boolean }[];
  readonly cells: (row: number) => readonly ReactNode[];
  /** Keeps the last row in view while it is true. */
  readonly atEnd: boolean;
  readonly current?: number;
  readonly onPick?: (row: number) => void;
}

const rowHeight = 22;

/** A table of any length: only the rows in view exist. */
export function VirtualTable({ label, rows, columns, cells, atEnd, current, onPick }: VirtualTableProps): ReactNode {
  const scroller = useRef<HTMLDivElement>(null);
  // oxlint-disable-next-line react/incompatible-library -- its functions are not handed on, and nothing memoizes this component
  const virtual = useVirtualizer({ count: rows, getScrollElement: () => scroller.current, estimateSize: () => rowHeight, overscan: 8 });
  useEffect(() => {
    if (atEnd && rows > 0) virtual.scrollToIndex(rows - 1, { align: "end" });
  }, [atEnd, rows, virtual]);
  const template = columns.map(({ width }) => width).join(" ");
  return (
    <div className="virtual-table" role="table" aria-label={label} aria-rowcount={rows}>
      <div className="virtual-head" role="row" style={{ gridTemplateColumns: template }}>
        {columns.map(({ title, number }) => (
          <span key={title} role="columnheader" className={number ? "number" : undefined}>
            {title}
          </span>
        ))}
      </div>
      <div className="virtual-body" ref={scroller} tabIndex={0}>
        <div style={{ height: virtual.getTotalSize(), position: "relative" }}>
          {virtual.getVirtualItems().map(({ index, start }) => (
            <div
              key={index}
              role="row"
              aria-rowindex={index + 1}
              className={`virtual-row${index === current ? " current" : ""}${onPick ? " pickable" : ""}`}
              style={{ transform: `translateY(${start}px)`, height: rowHeight, gridTemplateColumns: template }}
              onClick={onPick && (() => onPick(index))}
            >
              {cells(index).map((cell, column) => (
                <span key={columns[column]?.title} role="cell" className={columns[column]?.number ? "number" : undefined}>
                  {cell}
                </span>
              ))}
            </div>
          ))}
        </div>
      </div>
    </div>
  );
}
