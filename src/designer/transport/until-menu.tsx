import { DropdownMenu } from "radix-ui";
import type { ReactNode } from "react";
import { stopEvents } from "../../observe/stop-condition.ts";
import { Icon } from "../glyph/icon.tsx";
import { useText } from "../i18n/use-text.ts";
import { useJob, useJobState } from "../run/job-context.ts";
import { isLogged } from "../run/stops.ts";
import { announce } from "../workspace/workspace-store.ts";
import { goReason } from "../run/availability.ts";
import { openMenu, useTransport, writeCondition } from "./transport-store.ts";

/** Events that need nothing else to be named. */
export const untilChoices = stopEvents.filter((event) => event !== "record");

/** "Run until": the next event of a kind, or a condition of one's own. */
export function UntilMenu(): ReactNode {
  const job = useJob();
  const text = useText("run");
  const until = useJobState((state) => state.until);
  const mode = useJobState((state) => state.mode);
  const reason = useJobState(goReason);
  const open = useTransport(({ menu }) => menu === "until");
  const why = reason === undefined ? undefined : text(reason);
  const change = (next: boolean): void => {
    if (next && why !== undefined) announce(`${text("transport.until")}: ${why}`);
    else openMenu("until", next);
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
              onSelect={() => job.runUntil({ event })}
            >
              {text(`until.${event}`)}
              {!isLogged(event, mode) && <small>{text("until.free")}</small>}
            </DropdownMenu.Item>
          ))}
          <div className="run-menu-rule" />
          <DropdownMenu.Item className="run-menu-item" onSelect={() => writeCondition("until", undefined)}>
            {text("until.condition")}
          </DropdownMenu.Item>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
