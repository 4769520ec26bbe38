import type { ReactNode } from "react";
import { stopEvents } from "../../observe/stop-condition.ts";
import { Icon } from "../glyph/icon.tsx";
import { useText } from "../i18n/use-text.ts";
import { isLogged } from "../run/stops.ts";
import { goReason } from "../run/availability.ts";
import { MenuButton } from "../workspace/menu-button.tsx";
import type { MenuEntry } from "../workspace/menu-entry.ts";
import { useSession, useSessionState, useTransport, useWorkbench } from "../workspace/workbench-context.ts";

/** Where the focus is best after what a person has the run do: Space plays and pauses it. [UI114] */
export const playButton = ".transport-buttons .go";

/** Events that need nothing else to be named. */
export const untilChoices = stopEvents.filter((event) => event !== "record");

/** "Run until": the next event of a kind, or a condition of one's own. */
export function UntilMenu(): ReactNode {
  const workbench = useWorkbench();
  const session = useSession();
  const text = useText("run");
  const until = useSessionState((state) => state.until ?? state.ranUntil);
  const mode = useSessionState((state) => state.mode);
  const reason = useSessionState(goReason);
  const open = useTransport(({ menu }) => menu === "until");
  const why = reason === undefined ? undefined : text(reason);
  const change = (next: boolean): void => {
    if (next && why !== undefined) workbench.workspace.announce(`${text("transport.until")}: ${why}`);
    else workbench.transport.openMenu("until", next);
  };
  const entries = (): readonly MenuEntry[] => [
    ...(mode === "freeRunning" ? [{ kind: "note", text: text("until.freeNote") } as const] : []),
    ...untilChoices.map((event): MenuEntry => {
      const hint = isLogged(event, mode) ? {} : { remark: text("until.free"), disabled: true };
      return { kind: "item", text: text(`until.${event}`), ...hint, select: () => session.runUntil({ event }) };
    }),
    { kind: "rule" },
    { kind: "item", text: text("until.condition"), select: () => workbench.transport.writeCondition("until", undefined) },
  ];
  return (
    <MenuButton
      className="transport-menu"
      aria-disabled={why !== undefined}
      aria-description={why}
      title={why}
      side="top"
      state={[open, change]}
      entries={entries}
      goesTo={playButton}
    >
      {text("transport.until")} <b>{text(`until.${until?.event ?? "barrier"}`)}</b>
      <Icon name="chevron" />
    </MenuButton>
  );
}
