import type { ReactNode } from "react";
import { Icon } from "../glyph/icon.tsx";
import { useText } from "../i18n/use-text.ts";
import { conditionText, selectedPlace, placeText } from "./stop-places.ts";
import { MenuButton } from "../workspace/menu-button.tsx";
import type { MenuEntry } from "../workspace/menu-entry.ts";
import { useRun, useSession, useSessionState, useTransport, useWorkbench, useWorkspace } from "../workspace/workbench-context.ts";

/** The breakpoints: each can be switched off and on and removed; a new one stands at what is selected. */
export function BreakpointsMenu(): ReactNode {
  const workbench = useWorkbench();
  const session = useSession();
  const text = useText("run");
  const shape = useRun()?.header;
  const breakpoints = useSessionState((state) => state.breakpoints);
  const open = useTransport(({ menu }) => menu === "breakpoints");
  const selection = useWorkspace((state) => state.selection);
  const document = session.document ?? workbench.editor.document;
  const place = selectedPlace(selection, shape);
  const where = place ? placeText(place, document, text) : text("stop.anywhere");
  const count = breakpoints.filter(({ on }) => on).length;
  const name = text("transport.breakpointsOf", { count });
  const change = (next: typeof breakpoints): void => void session.stops.change({ breakpoints: next });
  const entries = (): readonly MenuEntry[] => [
    ...(breakpoints.length === 0 ? [{ kind: "note", text: text("stop.none") } as const] : []),
    ...breakpoints.map(({ id, on, condition }): MenuEntry => {
      const what = conditionText(condition, document, text);
      return {
        kind: "check",
        text: what,
        checked: on,
        change: (next) => change(breakpoints.map((one) => (one.id === id ? { ...one, on: next } : one))),
        remove: {
          name: text("stop.remove", { what }),
          title: text("stop.removeShort"),
          act: () => change(breakpoints.filter((one) => one.id !== id)),
        },
      };
    }),
    { kind: "rule" },
    {
      kind: "item",
      text: place ? text("stop.addHere", { place: where }) : text("stop.addAnywhere"),
      select: () => workbench.transport.writeCondition("breakpoint", place),
    },
  ];
  return (
    <MenuButton
      className="transport-menu"
      aria-label={name}
      title={name}
      side="top"
      state={[open, (next) => workbench.transport.openMenu("breakpoints", next)]}
      entries={entries}
    >
      <Icon name="flag" size={14} />
      {count > 0 && <b>{count}</b>}
      <Icon name="chevron" />
    </MenuButton>
  );
}
