import type { ReactNode } from "react";
import type { TaskIndex } from "../../../stream/indices.ts";
import { formatBytes, formatCount, formatDuration } from "../../i18n/format.ts";
import { useText } from "../../i18n/use-text.ts";
import { windowText } from "../../run/window-text.ts";
import { Key } from "./data-tab.tsx";
import { Section, Table } from "./section.tsx";
import type { Subject } from "./subject.ts";
import { useSessionState } from "../../workspace/workbench-context.ts";

/** Keyed state as it was touched last, source positions, the sink's transactions. */
export function StateTab({ player, subtask }: Subject): ReactNode {
  const text = useText("run");
  const state = player.view.subtasks[subtask];
  if (!state) return null;
  const { splits, sink } = state;
  const named = new Set(state.rows.map((row) => row.state));
  const windows = state.rows.some(({ namespace }) => windowText(namespace) !== "");
  const keys = Math.max(0, ...state.keyCounts.map((count) => count.keys));
  const columns = [
    { title: text("inspect.key") },
    ...(named.size > 1 ? [{ title: text("inspect.state") }] : []),
    ...(windows ? [{ title: text("inspect.namespace") }] : []),
    { title: text("inspect.value"), whole: true },
    { title: text("inspect.written"), number: true },
  ];
  const rows = state.rows.map((row) => {
    const { hue, letters } = player.labels.label(row.key);
    const key = (
      <span key="key" className="key-cell">
        <Key hue={hue} letters={letters} /> {row.key}
      </span>
    );
    return [
      key,
      ...(named.size > 1 ? [row.state] : []),
      ...(windows ? [windowText(row.namespace)] : []),
      row.value,
      formatDuration(row.at),
    ];
  });
  const empty = rows.length === 0 && splits.length === 0 && !sink;
  return (
    <>
      {empty && <p className="tab-empty">{text("inspect.noState")}</p>}
      {rows.length > 0 && (
        <Section title={text("state.keys", { count: keys })} note={text("inspect.touched")}>
          <Table columns={columns} rows={rows} />
        </Section>
      )}
      {splits.length > 0 && (
        <Section title={text("inspect.offsets")}>
          <Table
            columns={[{ title: text("inspect.split") }, { title: text("inspect.position"), number: true }]}
            rows={splits.map(({ split, position }) => [split, position])}
          />
        </Section>
      )}
      <MemorySection subtask={subtask} />
      {sink?.transactional && (
        <Section title={text("inspect.transactions")} note={text("sink.committed", { count: formatCount(sink.committed) })}>
          <Table
            columns={[
              { title: text("inspect.transaction") },
              { title: text("inspect.checkpoint"), number: true },
              { title: text("inspect.rows"), number: true },
            ]}
            rows={[
              ...sink.staged.map(({ id, checkpointId, records }) => [id, `#${checkpointId}`, formatCount(records)]),
              [text("inspect.openTransaction"), "", formatCount(sink.open)],
            ]}
          />
        </Section>
      )}
    </>
  );
}

/** What the worker of the subtask keeps, as measured last, and what it may keep. [UI45] */
function MemorySection({ subtask }: { readonly subtask: TaskIndex }): ReactNode {
  const text = useText("run");
  const memory = useSessionState((state) => state.memory);
  if (memory === undefined) return null;
  const { heap, buffers } = memory.limits;
  const kept = memory.subtasks[subtask];
  return (
    <Section title={text("inspect.memory")}>
      <p className="tab-empty">
        {kept === undefined ? text("inspect.memoryUnknown") : text("inspect.memoryKept", { kept: formatBytes(kept) })}{" "}
        {text("inspect.memoryLimits", { heap: formatBytes(heap), buffers: formatBytes(buffers) })}
      </p>
    </Section>
  );
}
