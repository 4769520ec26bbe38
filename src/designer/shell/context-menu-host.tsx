import { Suspense, type ReactNode } from "react";
import { useStore } from "zustand";
import { loadLateMessages } from "../i18n/language.ts";
import { lazyView } from "../workspace/lazy-view.tsx";
import { useWorkbench } from "../workspace/workbench-context.ts";

/** Comes with the words it says, when the first one is asked for. */
const ContextMenu = lazyView(async () => {
  const [{ ContextMenu: component }] = await Promise.all([import("./context-menu.tsx"), loadLateMessages()]);
  return component;
});

/** Where the menu of what is pressed stands, once one was asked for. */
export function ContextMenuHost(): ReactNode {
  const { contextMenu } = useWorkbench();
  const isAsked = useStore(contextMenu.store, (state) => state.open !== undefined);
  return isAsked ? (
    <Suspense>
      <ContextMenu />
    </Suspense>
  ) : null;
}
