import { useMemo, useState } from "react";
import type { ReactNode } from "react";
import type { TaskIndex } from "../../stream/indices.ts";
import { useText } from "../i18n/use-text.ts";
import type { RunPlayer } from "../run/run-player.ts";
import { needsBundles } from "./bundles.ts";
import type { Layout } from "./layout.ts";
import { useWorkspace } from "../workspace/workbench-context.ts";

export interface Bundling {
  readonly all: boolean;
  readonly setAll: (all: boolean) => void;
}

/** Which subtasks of a large picture are opened: the selected one, or all on demand; undefined where nothing is bundled. [PX17] */
export function useBundling(player: RunPlayer): { opened: ReadonlySet<TaskIndex> | undefined; bundling: Bundling | undefined } {
  const large = useMemo(() => needsBundles(player.header.topology), [player]);
  const [all, setAll] = useState(false);
  const selected = useWorkspace((state) => (large ? state.selection.subtask : undefined));
  const opened = useMemo(
    () => (large && !all ? new Set(selected === undefined ? [] : [selected]) : undefined),
    [large, all, selected],
  );
  const bundling = useMemo(() => (large ? { all, setAll } : undefined), [large, all]);
  return { opened, bundling };
}

/** Says that channels are bundled, and draws every one of them on demand. */
export function BundleBar({ layout, bundling }: { readonly layout: Layout; readonly bundling: Bundling }): ReactNode {
  const text = useText("run");
  const count = layout.bundles.reduce((sum, { channels }) => sum + channels.length, 0);
  return (
    <div className="bundle-bar">
      {!bundling.all && <span>{text("bundle.some", { count, bundles: layout.bundles.length })}</span>}
      <button type="button" aria-pressed={bundling.all} onClick={() => bundling.setAll(!bundling.all)}>
        {text(bundling.all ? "bundle.closeAll" : "bundle.openAll")}
      </button>
    </div>
  );
}
