import { useRef, useState, type KeyboardEvent, type ReactNode } from "react";
import { streamOrder } from "../analysis/analysis.ts";
import { indexOf } from "../document/document-index.ts";
import { partitionerLabel } from "../canvas/graph-elements.ts";
import { Icon } from "../glyph/icon.tsx";
import { useText } from "../i18n/use-text.ts";
import { useAnalysis, useDocument, useRun, useWorkbench, useWorkspace } from "../workspace/workbench-context.ts";
import { failedParts, jobFailure } from "../run/failures.ts";
import { subtasksOf } from "../run/operator-facts.ts";
import { operatorRecords, recordsText } from "../run/operator-records.ts";
import type { TaskIndex } from "../../stream/indices.ts";

interface OutlineItem {
  readonly key: string;
  readonly level: 1 | 2;
  readonly label: string;
  readonly detail: string;
  readonly icon: string;
  readonly selected: boolean;
  readonly choose: () => void;
}

/** The accessible twin of the canvas: operators in the order of the stream, under each its subtasks and the edges into it. [UI22] */
export function Outline(): ReactNode {
  const t = useText("shell");
  const items = useOutline();
  const tree = useRef<HTMLUListElement>(null);
  const [current, setCurrent] = useState(0);
  const focusItem = (index: number): void => {
    setCurrent(index);
    tree.current?.querySelectorAll<HTMLElement>("[role=treeitem]")[index]?.focus();
  };
  const press = (event: KeyboardEvent, index: number): void => {
    const parent = items.slice(0, index).findLastIndex(({ level }) => level === 1);
    const target =
      event.key === "ArrowDown"
        ? index + 1
        : event.key === "ArrowUp"
          ? index - 1
          : event.key === "ArrowLeft"
            ? parent
            : event.key === "ArrowRight"
              ? index + 1
              : event.key === "Home"
                ? 0
                : event.key === "End"
                  ? items.length - 1
                  : undefined;
    if (event.key === "Enter" || event.key === " ") items[index]?.choose();
    else if (target === undefined) return;
    else if (items[target]) focusItem(target);
    event.preventDefault();
    event.stopPropagation();
  };
  if (items.length === 0) return <p className="dock-note">{t("outlineEmpty")}</p>;
  return (
    <ul ref={tree} role="tree" aria-label={t("dock.outline")} className="outline">
      {items.map((item, index) => (
        <li
          key={item.key}
          role="treeitem"
          aria-level={item.level}
          aria-selected={item.selected}
          tabIndex={index === Math.min(current, items.length - 1) ? 0 : -1}
          className={`outline-item is-level-${item.level}${item.selected ? " is-active" : ""}`}
          onClick={() => {
            setCurrent(index);
            item.choose();
          }}
          onKeyDown={(event) => press(event, index)}
        >
          <Icon name={item.icon} size={14} />
          <b>{item.label}</b>
          <span>{item.detail}</span>
        </li>
      ))}
    </ul>
  );
}

function useOutline(): readonly OutlineItem[] {
  const t = useText("shell");
  const workbench = useWorkbench();
  const { catalog, session } = workbench;
  const job = useDocument((state) => state.document);
  const selection = useWorkspace((state) => state.selection);
  const diagnostics = useAnalysis((state) => state.diagnostics);
  const player = useRun();
  const shape = player?.header;
  const words = useText("run");
  const counted = (operator: string, subtask?: TaskIndex): string => {
    const records = player && operatorRecords(player, operator, subtask);
    return records ? recordsText(records, words) : "";
  };
  const failure = session.player && jobFailure(session.player.log.head);
  const failed = failure && shape ? failedParts(shape, failure).operator : undefined;
  const all = [...new Set([...streamOrder(job), ...job.operators])];
  const parts = indexOf(job);
  const chosen = new Set(selection.edges);
  const counts = new Map<string | undefined, number>();
  for (const { operator } of diagnostics) counts.set(operator, (counts.get(operator) ?? 0) + 1);
  return all.flatMap((operator): OutlineItem[] => {
    const problems = counts.get(operator.id) ?? 0;
    const subtasks = (shape ? subtasksOf(shape, operator.id) : []).map((subtask, index): OutlineItem => ({
      key: `${operator.id} ${subtask}`,
      level: 2,
      label: t("outlineSubtask", { index }),
      detail: counted(operator.id, subtask),
      icon: "grid",
      selected: selection.subtask === subtask,
      choose: () => workbench.workspace.select({ operators: [operator.id], subtask }),
    }));
    const edges = parts.edgesInto(operator.id).map((edge): OutlineItem => {
      const from = parts.operator(edge.from.operator);
      return {
        key: edge.id,
        level: 2,
        label: t("outlineEdge", { name: from?.name ?? edge.from.operator }),
        detail: partitionerLabel(edge.partitioner, from?.parallelism === operator.parallelism),
        icon: "link",
        selected: chosen.has(edge.id),
        choose: () => workbench.workspace.select({ edges: [edge.id] }),
      };
    });
    return [
      {
        key: operator.id,
        level: 1,
        label: operator.name,
        detail:
          operator.id === failed
            ? t("outlineFailed")
            : problems > 0
              ? t("problems", { count: problems })
              : [`×${operator.parallelism ?? 1}`, counted(operator.id)].filter((part) => part !== "").join(", "),
        icon: operator.id === failed ? "kill" : (catalog.find(operator.type)?.glyph ?? "grid"),
        selected: selection.operators.includes(operator.id) && selection.subtask === undefined,
        choose: () => {
          workbench.workspace.select({ operators: [operator.id] });
          workbench.canvas.control?.fit([operator.id]);
        },
      },
      ...edges,
      ...subtasks,
    ];
  });
}
