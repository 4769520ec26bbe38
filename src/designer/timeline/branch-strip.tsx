import type { ReactNode } from "react";
import type { Branch } from "../run/branches.ts";

const width = 320;
/** Height of a row of the table the strip spans. */
const rowHeight = 25;
const inset = 10;

/**
 * One line per branch along the job clock, from where it left its parent (an open ring) to where its log ends; the present one is
 * bold. Spans the rows of the branches, first row first.
 */
export function BranchStrip({
  branches,
  ends,
  present,
  now,
}: {
  readonly branches: readonly Branch[];
  /** Job clock at which each one's log ends; undefined when it is not kept. */
  readonly ends: readonly (number | undefined)[];
  readonly present: string;
  readonly now: number;
}): ReactNode {
  const longest = Math.max(1, now, ...ends.map((end) => end ?? 0), ...branches.map(({ from }) => from));
  const x = (at: number): number => inset + (at / longest) * (width - 2 * inset);
  const y = (row: number): number => (row + 0.5) * rowHeight;
  const rowOf = (name: string | undefined): number => branches.findIndex((branch) => branch.name === name);
  return (
    <svg className="branch-strip" width={width} height={branches.length * rowHeight} aria-hidden="true">
      {branches.map(({ name, parent, from }, row) => {
        const end = ends[row] ?? from;
        const bold = name === present;
        return (
          <g key={name} className={bold ? "present" : undefined}>
            <path
              d={`M${x(from)} ${y(row)}H${Math.max(x(end), x(from) + 6)}`}
              strokeDasharray={ends[row] === undefined ? "3 3" : undefined}
            />
            {parent !== undefined && (
              <>
                <path d={`M${x(from)} ${y(rowOf(parent)) + 4}V${y(row)}`} />
                <circle cx={x(from)} cy={y(rowOf(parent))} r={4} />
              </>
            )}
          </g>
        );
      })}
      <path className="now" d={`M${x(now)} 2V${branches.length * rowHeight - 2}`} />
    </svg>
  );
}
