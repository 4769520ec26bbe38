import { DropdownMenu } from "radix-ui";
import type { ReactNode } from "react";
import { stopEvents } from "../../observe/stop-condition.ts";
import { Icon } from "../glyph/icon.tsx";
import { useText } from "../i18n/use-text.ts";
import { isLogged } from "../run/stops.ts";
import { goReason } from "../run/availability.ts";
import { useSession, useSessionState, useTransport, useWorkbench } from "../workspace/workbench-context.ts";

/** Events that need nothing else to be named. */
export const untilChoices = stopEvents.filter((event) => event !== "record");

/** "Run until": the next event of a kind, or a condition of one's own. */
export function UntilMenu(): ReactNode {
  const workbench = useWorkbench();
  const session = useSession();
  const text = useText("run");
  const until = useSessionState((state) => state.until);
  const mode = useSessionState((state) => state.mode);
  const reason = useSessionState(goReason);
  const open = useTransport(({ menu }) => menu === "until");
  const why = reason === undefined ? undefined : text(reason);
  const change = (next: boolean): void => {
    if (next && why !== undefined) workbench.workspace.announce(`${text("transport.until")}: ${why}`);
    else workbench.transport.openMenu("until", next);
  };
  return (
    <DropdownMenu.Root open={open} onOpenChange={change}>
      <DropdownMenu.Trigger asChild>
        <button type="button" className="transport-menu" aria-disabled={why !== undefined} aria-description={why} title={why}>
          {text("transport.until")} <b>{text(`until.${until?.event ?? "barrier"}`)}</b>
          <Icon name="chevron" />
        </button>
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="run-menu" side="top" align="start" sideOffset={6}>
          {mode === "freeRunning" && <div className="run-menu-note">{text("until.freeNote")}</div>}
          {untilChoices.map((event) => (
            <DropdownMenu.Item
              key={event}
              className="run-menu-item"
              disabled={!isLogged(event, mode)}
              onSelect={() => session.runUntil({ event })}
            >
              {text(`until.${event}`)}
              {!isLogged(event, mode) && <small>{text("until.free")}</small>}
            </DropdownMenu.Item>
          ))}
          <div className="run-menu-rule" />
          <DropdownMenu.Item className="run-menu-item" onSelect={() => workbench.transport.writeCondition("until", undefined)}>
            {text("until.condition")}
          </DropdownMenu.Item>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
