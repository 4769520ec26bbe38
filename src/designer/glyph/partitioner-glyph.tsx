import type { ReactNode } from "react";

/** How two senders reach two receivers, per partitioner. */
const paths: Readonly<Record<string, string>> = {
  forward: "M0-14H60M0 14H60",
  hash: "M0-14C30-14 30 14 60 14M0 14C30 14 30-14 60-14M0-14H60M0 14H60",
  rebalance: "M0-14H60M0-14C30-14 30 14 60 14M0 14H60M0 14C30 14 30-14 60-14",
  shuffle: "M0-14H60M0-14C30-14 30 14 60 14M0 14H60M0 14C30 14 30-14 60-14",
  rescale: "M0-14H60M0-14C30-14 30-2 60-2M0 14H60",
  broadcast: "M0 0H20M20 0C36 0 36-14 60-14M20 0H60M20 0C36 0 36 14 60 14",
  global: "M0-14C36-14 36 0 60 0M0 0H60M0 14C36 14 36 0 60 0",
  custom: "M0-14C30-14 30 14 60 14M0 14H60",
  default: "M0-14H60M0 14H60",
};

const marks: Readonly<Record<string, string>> = { hash: "#", rebalance: "1 2", shuffle: "?" };

export function PartitionerGlyph({ type }: { readonly type: string }): ReactNode {
  return (
    <svg className="partitioner-glyph" viewBox="-10 -28 78 52" width="40" height="26" aria-hidden="true">
      <path d={paths[type] ?? paths["forward"]} />
      <path className="partitioner-spouts" d="M-8-19l7 5-7 5zM-8 9l7 5-7 5z" />
      <path className="partitioner-wall" d="M63-22V22" />
      {marks[type] !== undefined && (
        <text x="30" y="-18">
          {marks[type]}
        </text>
      )}
    </svg>
  );
}
