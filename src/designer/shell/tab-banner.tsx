import type { ReactNode } from "react";
import { useStore } from "zustand";
import { useText } from "../i18n/use-text.ts";
import { useDocument, useWorkbench, useWorkspace } from "../workspace/workbench-context.ts";

/** What another tab has to do with the document: it writes it, and perhaps runs it; or it went on with it while this one slept. [DC30] */
export function TabBanner(): ReactNode {
  const workbench = useWorkbench();
  const t = useText("shell");
  const id = useDocument((state) => state.id);
  const follows = useDocument((state) => state.follows);
  const copyOf = useWorkspace((state) => state.copyOf);
  const runs = useStore(workbench.runMemory.store, ({ elsewhere }) => elsewhere === id);
  if (!follows) {
    return (
      <div className="banner" role="status">
        {t("copiedBanner", { name: copyOf })}
        <button type="button" onClick={() => workbench.workspace.set({ copyOf: undefined })}>
          {t("understood")}
        </button>
      </div>
    );
  }
  return (
    <div className="banner" role="status">
      {t(runs ? "followsRunBanner" : "followsBanner")}
      <button type="button" onClick={() => workbench.commands.run("file.takeOver")}>
        {t("takeOver")}
      </button>
      <button type="button" onClick={() => workbench.commands.run("file.takeCopy")}>
        {t("takeCopy")}
      </button>
    </div>
  );
}
