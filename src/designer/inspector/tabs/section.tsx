import type { ReactNode } from "react";

/** A section of an inspector tab: head, grey remark at its right, content. */
export function Section({
  title,
  note,
  children,
}: {
  readonly title: string;
  readonly note?: string;
  readonly children: ReactNode;
}): ReactNode {
  return (
    <section className="tab-section">
      <h3>
        {title}
        {note !== undefined && <span>{note}</span>}
      </h3>
      {children}
    </section>
  );
}

export interface Column {
  readonly title: string;
  readonly number?: boolean;
  /** Takes the room that is left, and shortens what does not fit. */
  readonly wide?: boolean;
  /** Is shown in whole, on as many lines as it takes. */
  readonly whole?: boolean;
}

/** Small table; rows are keyed by their place. */
export function Table({
  columns,
  rows,
}: {
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly ReactNode[])[];
}): ReactNode {
  const classOf = (column: number): string | undefined => (["number", "wide", "whole"] as const).find((name) => columns[column]?.[name]);
  return (
    <table className="run-table">
      <thead>
        <tr>
          {columns.map(({ title }, column) => (
            <th key={title} className={classOf(column)}>
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((cells, row) => (
          <tr key={row}>
            {cells.map((cell, column) => (
              <td key={columns[column]?.title} className={classOf(column)}>
                {cell}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
