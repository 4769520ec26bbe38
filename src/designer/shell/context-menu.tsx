import type { ReactNode } from "react";
import { useStore } from "zustand";
import { contextEntries } from "../actions/context-entries.ts";
import { MenuBody } from "../workspace/menu-body.tsx";
import { useWorkbench } from "../workspace/workbench-context.ts";

/** The menu of what was pressed, at the pointer. */
export function ContextMenu(): ReactNode {
  const workbench = useWorkbench();
  const { contextMenu } = workbench;
  const open = useStore(contextMenu.store, (state) => state.open);
  if (!open) return null;
  const { subject, x, y, number } = open;
  const anchor = <button type="button" className="context-anchor" tabIndex={-1} aria-hidden="true" style={{ left: x, top: y }} />;
  return (
    <MenuBody
      key={number}
      open
      goesBack
      button={anchor}
      side="bottom"
      align="start"
      focusFirst={false}
      goesTo={undefined}
      entries={() => contextEntries(workbench, subject)}
      onOpenChange={(next) => {
        if (!next && contextMenu.store.getState().open?.number === number) contextMenu.close();
      }}
    />
  );
}
