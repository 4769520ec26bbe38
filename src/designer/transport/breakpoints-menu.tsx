import { DropdownMenu } from "radix-ui";
import type { ReactNode } from "react";
import { Icon } from "../glyph/icon.tsx";
import { useText } from "../i18n/use-text.ts";
import { conditionText, selectedPlace, placeText } from "./stop-places.ts";
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
  return (
    <DropdownMenu.Root open={open} onOpenChange={(next) => workbench.transport.openMenu("breakpoints", next)}>
      <DropdownMenu.Trigger asChild>
        <button type="button" className="transport-menu" aria-label={name} title={name}>
          <Icon name="flag" size={14} />
          {count > 0 && <b>{count}</b>}
          <Icon name="chevron" />
        </button>
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="run-menu" side="top" align="start" sideOffset={6}>
          {breakpoints.length === 0 && <div className="run-menu-note">{text("stop.none")}</div>}
          {breakpoints.map(({ id, on, condition }) => (
            <div key={id} className="run-menu-pair" role="none">
              <DropdownMenu.CheckboxItem
                className="run-menu-item"
                checked={on}
                onSelect={(event) => event.preventDefault()}
                onCheckedChange={(next) =>
                  void session.stops.change({ breakpoints: breakpoints.map((one) => (one.id === id ? { ...one, on: next } : one)) })
                }
              >
                <span className="run-menu-check">
                  <DropdownMenu.ItemIndicator>
                    <Icon name="check" size={13} />
                  </DropdownMenu.ItemIndicator>
                </span>
                {conditionText(condition, document, text)}
              </DropdownMenu.CheckboxItem>
              <DropdownMenu.Item
                className="run-menu-item"
                aria-label={text("stop.remove", { what: conditionText(condition, document, text) })}
                title={text("stop.removeShort")}
                onSelect={(event) => {
                  event.preventDefault();
                  void session.stops.change({ breakpoints: breakpoints.filter((one) => one.id !== id) });
                }}
              >
                <Icon name="close" size={13} />
              </DropdownMenu.Item>
            </div>
          ))}
          <div className="run-menu-rule" />
          <DropdownMenu.Item className="run-menu-item" onSelect={() => workbench.transport.writeCondition("breakpoint", place)}>
            {text("stop.addHere", { place: where })}
          </DropdownMenu.Item>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
