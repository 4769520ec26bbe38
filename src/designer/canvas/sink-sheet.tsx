import { useEffect, useRef, type ReactNode } from "react";
import { useText, type Translate } from "../i18n/use-text.ts";
import { latestRows, type LatestRows } from "../run/latest-rows.ts";
import { useSession, useWorkbench } from "../workspace/workbench-context.ts";
import type { OperatorNodeData } from "./operator-node-view.tsx";

/** Rows on a sheet with room for it. */
const most = 3;

/** Below a sink: how many rows it has and the latest of them; a press opens its table. Written by ref, as the foot is. [UI95] [UI12] */
export function SinkSheet({ data }: { readonly data: OperatorNodeData }): ReactNode {
  const { workspace } = useWorkbench();
  const session = useSession();
  const t = useText("canvas");
  const sheet = useRef<HTMLButtonElement>(null);
  const { id, name, sheetRoom } = data;
  useEffect(() => {
    const show = (): void => {
      if (sheet.current) write(sheet.current, session.player && latestRows(session.player, id, sheetRoom === "rows" ? most : 0), t);
    };
    show();
    return session.onFacts(show);
  }, [session, id, sheetRoom, t]);
  if (sheetRoom === "none") return null;
  return (
    <button
      ref={sheet}
      type="button"
      tabIndex={-1}
      hidden
      className="sink-sheet nodrag nopan"
      style={{ top: data.height }}
      aria-label={t("sheet.open", { name })}
      title={t("sheet.open", { name })}
      onClick={(event) => {
        event.stopPropagation();
        workspace.showOutput(id);
      }}
    >
      <b />
      {Array.from({ length: sheetRoom === "rows" ? most : 0 }, (_, line) => (
        <span key={line} />
      ))}
    </button>
  );
}

function write(sheet: HTMLButtonElement, latest: LatestRows | undefined, t: Translate): void {
  sheet.hidden = latest === undefined;
  if (!latest) return;
  const [head, ...lines] = sheet.children;
  if (head) set(head, t("sheet.rows", { count: latest.count }), "");
  // The newest row stands first: what a narrow sheet shows is the latest.
  const rows = latest.rows.toReversed();
  lines.forEach((line, place) => set(line, rows[place]?.text ?? "", rows[place] ? `output-status ${rows[place].status ?? "written"}` : ""));
}

function set(element: Element, words: string, className: string): void {
  if (element.textContent !== words) element.textContent = words;
  if (element.className !== className) element.className = className;
}
