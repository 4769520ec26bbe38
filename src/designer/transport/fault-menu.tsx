import { useState } from "react";
import type { ReactNode } from "react";
import type { TaskIndex } from "../../stream/indices.ts";
import type { Fault } from "../../control/job-client.ts";
import { headOfChain, noTask } from "../../stream/indices.ts";
import { Icon } from "../glyph/icon.tsx";
import { useText } from "../i18n/use-text.ts";
import { nextName } from "../run/branches.ts";
import type { SessionState } from "../run/session-state.ts";
import type { RunPlayer } from "../run/run-player.ts";
import { subtaskName } from "../run/names.ts";
import { playButton } from "./until-menu.tsx";
import "./transport.css";
import { MenuButton } from "../workspace/menu-button.tsx";
import type { MenuEntry } from "../workspace/menu-entry.ts";
import { useSession, useSessionState, useTransport, useWorkbench, useWorkspace } from "../workspace/workbench-context.ts";

const stallMs = 500;
const delayMs = 100;
const slowMs = 300;
const delayForMs = 2000;

/** Faults that concern one subtask, in the order of the menu. */
export function faultsOn(player: RunPlayer, subtask: TaskIndex): readonly Fault[] {
  const { topology } = player.header;
  const owner = topology.subtasks[subtask];
  const inputs = topology.channels.flatMap(({ to }, channel) => (to === subtask ? [channel] : []));
  const sink = topology.vertices[owner?.vertex ?? -1]?.operators.some(({ role }) => role === "sink") ?? false;
  return [
    { kind: "killSubtask", subtask },
    { kind: "killExecutor", executor: owner?.executor ?? 0 },
    { kind: "stallSubtask", subtask, forMs: stallMs },
    ...inputs.slice(0, 1).map((channel): Fault => ({ kind: "delayChannel", channel, byMs: delayMs, forMs: delayForMs })),
    { kind: "failSnapshot", subtask },
    { kind: "slowSnapshot", subtask, byMs: slowMs },
    { kind: "loseAcknowledge", subtask },
    { kind: "delayAcknowledge", subtask, byMs: slowMs },
    ...(sink ? [{ kind: "crashBeforeCommit", subtask } as const] : []),
  ];
}

/** "Fault" in the top bar: what can go wrong with the selected subtask, and with the session. */
export function FaultMenu(): ReactNode {
  const workbench = useWorkbench();
  const session = useSession();
  const text = useText("run");
  const [refusal, setRefusal] = useState<string>();
  const phase = useSessionState((state) => state.phase);
  const note = useSessionState(pastNote);
  const branch = useSessionState((state) => nextName(state.branches));
  const restoredFrom = useSessionState((state) => state.restoredFrom);
  const open = useTransport(({ menu }) => menu === "fault");
  const selected = useWorkspace(({ selection }) => selection.subtask);
  const active = phase === "running" || phase === "paused" || note === "fault.branch" || note === "fault.branchRestored";
  const player = session.player;
  const subtask = selected ?? middleSubtask(player);
  const inject = (fault: Fault): void => {
    void session.injectFault(fault).then((refused) => {
      setRefusal(refused);
      if (refused !== undefined) workbench.dialogs.showToast(text("fault.refused", { reason: refused }), "refused");
    });
  };
  const change = (next: boolean): void => {
    setRefusal(undefined);
    workbench.transport.openMenu("fault", next);
  };
  const onSubtask = player && subtask !== undefined ? { faults: faultsOn(player, subtask), name: subtaskName(player, subtask) } : undefined;
  const entries = (): readonly MenuEntry[] => [
    ...(note === undefined ? [] : [{ kind: "note", text: text(note, { name: branch, id: restoredFrom }) } as const]),
    ...(onSubtask?.faults ?? []).map((fault): MenuEntry => {
      return { kind: "item", text: text(`fault.${fault.kind}`, { subtask: onSubtask?.name }), select: () => inject(fault) };
    }),
    { kind: "rule" },
    { kind: "item", text: text("fault.crashCoordinator"), select: () => inject({ kind: "crashCoordinator" }) },
  ];
  return (
    <MenuButton
      className="transport-menu"
      disabled={!active}
      title={refusal ?? (active ? text("fault.menu") : text("fault.notRunning"))}
      align="end"
      state={[open, change]}
      entries={entries}
      goesTo={playButton}
    >
      <Icon name="kill" />
      {text("fault.button")}
    </MenuButton>
  );
}

/** What acting now means while the person looks back. */
function pastNote({ following, mode, restoredFrom }: SessionState): string | undefined {
  if (following) return undefined;
  if (mode === "freeRunning") return "fault.freePast";
  return restoredFrom === undefined ? "fault.branch" : "fault.branchRestored";
}

/** With nothing selected, faults strike the first subtask that is no source. */
function middleSubtask(player: RunPlayer | undefined): TaskIndex | undefined {
  if (player === undefined) return undefined;
  const { subtasks, vertices } = player.header.topology;
  const index = subtasks.findIndex(({ vertex }) => vertices[vertex]?.operators[headOfChain]?.role !== "source");
  return index === noTask ? undefined : index;
}
