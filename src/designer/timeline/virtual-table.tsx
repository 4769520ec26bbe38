import { useEffect, useRef, useState } from "react";
import type { MouseEvent, ReactNode } from "react";
import { truncateMiddle } from "../canvas/node-geometry.ts";

export interface TableColumn {
  readonly title: string;
  readonly width: string;
  readonly number?: boolean;
  /** It has names, which lose their middle where they are longer than this. [UI21] */
  readonly characters?: number;
  /** Where two columns may have one title. */
  readonly key?: string;
  /** What stands in the head in place of the title. */
  readonly head?: ReactNode;
  readonly sort?: "ascending" | "descending" | "none";
}

export interface VirtualTableProps {
  readonly label: string;
  readonly rows: number;
  readonly columns: readonly TableColumn[];
  /** Narrower than this, in px, the table is moved sideways. */
  readonly minWidth?: number;
  readonly rowClass?: (row: number) => string;
  readonly cells: (row: number) => readonly ReactNode[];
  /** Keeps the last row in view while it is true. */
  readonly atEnd: boolean;
  readonly current?: number;
  readonly onPick?: (row: number) => void;
  /** The menu of a row was asked for; by a key, of the present one, or the last one. */
  readonly onMenu?: (row: number, event: MouseEvent) => void;
}

const rowHeight = 22;
/** Rows rendered above and below those in view. */
const overscan = 8;
/** Browsers stop at some 30 million pixels of height; longer tables scroll by a fraction of a row per pixel. */
const longestBody = 8_000_000;

/** A table of any length with rows of one height: only the rows in view exist. */
export function VirtualTable(props: VirtualTableProps): ReactNode {
  const { label, rows, columns, minWidth = 0, rowClass, cells, atEnd, current, onPick, onMenu } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const head = useRef<HTMLDivElement>(null);
  const [sight, setSight] = useState({ top: 0, height: 400 });
  const bodyHeight = Math.min(rows * rowHeight, longestBody);
  const look = (): void => {
    const element = scroller.current;
    if (element) setSight({ top: element.scrollTop, height: element.clientHeight });
    if (!element || !head.current) return;
    head.current.scrollLeft = element.scrollLeft;
    head.current.style.paddingInlineEnd = `${element.offsetWidth - element.clientWidth}px`;
  };
  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const observer = new ResizeObserver(look);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  useEffect(() => {
    const element = scroller.current;
    if (atEnd && element) element.scrollTop = bodyHeight;
  }, [atEnd, bodyHeight]);
  const shown = Math.ceil(sight.height / rowHeight);
  const share = sight.top / Math.max(1, bodyHeight - sight.height);
  const top = Math.max(0, Math.min(1, share)) * Math.max(0, rows - sight.height / rowHeight);
  const first = Math.max(0, Math.floor(top) - overscan);
  const last = Math.min(rows, Math.floor(top) + shown + overscan);
  const template = columns.map(({ width }) => width).join(" ");
  const classOf = (column: number): string | undefined => (columns[column]?.number ? "number" : undefined);
  const onBody = (event: MouseEvent): void => {
    if (rows > 0 && !event.defaultPrevented) onMenu?.(current !== undefined && current >= 0 ? current : rows - 1, event);
  };
  return (
    <div className="virtual-table" role="table" aria-label={label} aria-rowcount={rows}>
      <div role="rowgroup" className="virtual-head-line" ref={head}>
        <div className="virtual-head" role="row" style={{ gridTemplateColumns: template, minWidth }}>
          {columns.map(({ title, key = title, head: shown = title, sort }, column) => (
            <span key={key} role="columnheader" aria-sort={sort} className={classOf(column)}>
              {shown}
            </span>
          ))}
        </div>
      </div>
      <div className="virtual-body" role="rowgroup" aria-label={label} ref={scroller} tabIndex={0} onScroll={look} onContextMenu={onBody}>
        <div role="presentation" style={{ height: bodyHeight, minWidth, position: "relative" }}>
          {Array.from({ length: Math.max(0, last - first) }, (_, place) => first + place).map((row) => (
            <div
              key={row}
              role="row"
              aria-rowindex={row + 1}
              className={`virtual-row${row === current ? " current" : ""}${onPick ? " pickable" : ""} ${rowClass?.(row) ?? ""}`}
              style={{ top: sight.top + (row - top) * rowHeight, height: rowHeight, gridTemplateColumns: template }}
              onClick={onPick && (() => onPick(row))}
              onContextMenu={onMenu && ((event) => onMenu(row, event))}
            >
              {cells(row).map((cell, column) => (
                <span
                  key={columns[column]?.key ?? columns[column]?.title}
                  role="cell"
                  className={classOf(column)}
                  title={typeof cell === "string" ? cell : undefined}
                >
                  {typeof cell === "string" ? truncateMiddle(cell, columns[column]?.characters ?? Infinity) : cell}
                </span>
              ))}
            </div>
          ))}
        </div>
      </div>
    </div>
  );
}
