import type { TaskIndex } from "../../stream/indices.ts";
import { text } from "../i18n/language.ts";
import { cursorAt } from "../run/cursor-at.ts";
import { channelLabel, operatorName, subtaskLabel } from "../run/names.ts";
import { reasonToKeep, restoreWay } from "../run/restore-way.ts";
import type { RunPlayer } from "../run/run-player.ts";
import { describeEvent } from "../timeline/describe-event.ts";
import { faultsOn } from "../transport/fault-menu.tsx";
import { faultText } from "../transport/fault-text.ts";
import { CheckpointActions } from "../workspace/checkpoint-actions.ts";
import type { MenuSubject } from "../workspace/context-menu.ts";
import type { MenuEntry } from "../workspace/menu-entry.ts";
import type { Workbench } from "../workspace/workbench.ts";
import { writeClipboard } from "../workspace/write-clipboard.ts";
import { commandEntries } from "./command-entries.ts";

type SubjectOf<Kind extends MenuSubject["kind"]> = Extract<MenuSubject, { readonly kind: Kind }>;

/** What can be done with `subject`: commands with their keys, those that cannot be carried out now with the reason. [UI125] */
export function contextEntries(workbench: Workbench, subject: MenuSubject): readonly MenuEntry[] {
  const { player } = workbench.session;
  const commands = (ids: readonly string[]): readonly MenuEntry[] => commandEntries(workbench, ids);
  switch (subject.kind) {
    case "operator":
      return operatorEntries(workbench, subject.id);
    case "edge":
      return commands(["select.open", "edit.delete", "-", "run.breakpoint", "view.fit"]);
    case "note":
      return commands(["select.open", "-", "edit.copy", "edit.cut", "edit.duplicate", "edit.delete"]);
    case "canvas":
      return commands(onPaper);
    case "picture":
      return commands(onPicture);
    case "sink":
      return sinkEntries(workbench, subject.id);
    case "subtask":
      return player ? subtaskEntries(workbench, player, subject.subtask) : [];
    case "channel":
      return player ? channelEntries(workbench, player, subject) : [];
    case "record":
      return player ? recordEntries(workbench, player, subject) : [];
    case "checkpoint":
      return player ? checkpointEntries(workbench, player, subject.id) : [];
    case "event":
      return player ? eventEntries(workbench, player, subject.seq) : [];
  }
}

const zooms = ["view.fit", "view.zoomIn", "view.zoomOut", "view.zoomReset"];
const inserts = ["insert.operator", "insert.note", "edit.paste", "select.all"];
const onPaper = [...inserts, "-", "edit.tidy", ...zooms, "-", "view.toggle", "run.toggle"];
const moves = ["run.playPause", "run.step", "run.stepBack", "run.untilMenu", "run.checkpoint", "run.faultMenu"];
const onPicture = [...moves, "-", ...zooms, "-", "view.toggle"];

const say = (key: string, values?: Readonly<Record<string, unknown>>): string => text("menu", key, values);
const item = (words: string, select: () => void, remark?: string): MenuEntry => ({
  kind: "item",
  text: words,
  select,
  ...(remark !== undefined && { remark, disabled: true }),
});
const title = (words: string): MenuEntry => ({ kind: "note", text: words });
const rule: MenuEntry = { kind: "rule" };

function operatorEntries(workbench: Workbench, id: string): readonly MenuEntry[] {
  const { workspace, session, catalog, editor } = workbench;
  const { operators } = workspace.selection;
  const operator = editor.document.operators.find((one) => one.id === id);
  const isSink = operator !== undefined && catalog.find(operator.type)?.category === "sink";
  const sinks = session.player?.sinks ?? [];
  const edits = ["edit.copy", "edit.cut", "edit.duplicate", "edit.delete", "edit.heal", "edit.disconnect"];
  if (operators.length > 1) return [title(say("several", { count: operators.length })), ...commandEntries(workbench, edits)];
  return [
    ...commandEntries(workbench, ["select.open", "edit.rename", "insert.after", "edit.connect", "-", ...edits, "-"]),
    ...(isSink && sinks.some((sink) => sink.id === id) ? [item(say("rows"), () => workspace.showOutput(id))] : []),
    ...commandEntries(workbench, ["run.breakpoint", "view.fitSelection"]),
  ];
}

function sinkEntries(workbench: Workbench, id: string): readonly MenuEntry[] {
  const name = operatorName(workbench.session.player?.sinks.find((sink) => sink.id === id));
  const show = item(say("onCanvas"), () => showOperator(workbench, id));
  return [title(name), show, ...commandEntries(workbench, ["run.checkpoint", "run.breakpoint"])];
}

/** On the logical canvas, in view, and selected. */
function showOperator({ workspace, canvas }: Workbench, id: string): void {
  workspace.set({ view: "logical" });
  workspace.select({ operators: [id] });
  workspace.openInspector();
  // The view is mounted by then.
  requestAnimationFrame(() => requestAnimationFrame(() => canvas.control?.reveal(id)));
}

function subtaskEntries(workbench: Workbench, player: RunPlayer, subtask: TaskIndex): readonly MenuEntry[] {
  const { workspace } = workbench;
  const name = subtaskLabel(player.header.topology, subtask);
  const run = (key: string, values?: Readonly<Record<string, unknown>>): string => text("run", key, values);
  return [
    title(name),
    item(say("inspect"), () => workspace.openInspector()),
    ...operatorsOf(player, subtask).map(({ id, operator }) => item(say("drawn", { operator }), () => showOperator(workbench, id))),
    ...commandEntries(workbench, ["run.stepSubtask", "run.followRecord", "run.breakpoint", "-"]),
    ...faultsOn(player, subtask).map((fault) => item(faultText(fault, player, run), () => inject(workbench, fault))),
  ];
}

function operatorsOf({ header }: RunPlayer, subtask: TaskIndex): readonly { readonly id: string; readonly operator: string }[] {
  const { topology, origins } = header;
  const chain = topology.vertices[topology.subtasks[subtask]?.vertex ?? -1]?.operators ?? [];
  const named = new Map(chain.map((one) => [origins.nodes[one.node] ?? "", operatorName(one)]));
  return [...named].flatMap(([id, operator]) => (id === "" ? [] : [{ id, operator }]));
}

type Fault = Parameters<Workbench["session"]["injectFault"]>[0];

function inject({ session, dialogs }: Workbench, fault: Fault): void {
  void session.injectFault(fault).then((refused) => {
    if (refused !== undefined) dialogs.showToast(text("run", "fault.refused", { reason: refused }), "refused");
  });
}

function channelEntries(workbench: Workbench, player: RunPlayer, { channel }: SubjectOf<"channel">): readonly MenuEntry[] {
  const { topology } = player.header;
  const fault: Fault = { kind: "delayChannel", channel, byMs: 100, forMs: 2000 };
  return [
    title(channelLabel(topology, channel)),
    item(say("inspect"), () => workbench.workspace.openInspector()),
    ...commandEntries(workbench, ["run.followRecord", "run.breakpoint", "-"]),
    item(text("run", "fault.delayThis"), () => inject(workbench, fault)),
  ];
}

function recordEntries(workbench: Workbench, player: RunPlayer, { seq, subtask }: SubjectOf<"record">): readonly MenuEntry[] {
  const { session, workspace } = workbench;
  const event = player.log.event(seq);
  const { followed } = session.store.getState();
  const words = event?.body.kind === "sent" && event.body.element.kind === "record" ? event.body.element.text : "";
  return [
    title(words === "" ? text("run", "element.record") : words),
    item(say(followed === seq ? "unfollow" : "follow"), () => session.followRecord(followed === seq ? undefined : seq)),
    item(say("why"), () => {
      session.followRecord(seq);
      workspace.showTimeline("log");
    }),
    item(say("goTo"), () => session.seek(seq + 1)),
    ...(words === "" ? [] : [copyEntry(workbench, words)]),
    ...(subtask === undefined ? [] : [rule, ...subtaskEntries(workbench, player, subtask).slice(0, 2)]),
    ...commandEntries(workbench, ["run.breakpoint"]),
  ];
}

function copyEntry(workbench: Workbench, words: string): MenuEntry {
  const copy = async (): Promise<void> => {
    if (await writeClipboard(workbench, words)) workbench.workspace.announce(say("copied"));
  };
  return item(say("copy"), () => void copy());
}

function checkpointEntries(workbench: Workbench, player: RunPlayer, id: number): readonly MenuEntry[] {
  const state = workbench.session.store.getState();
  const act = new CheckpointActions(workbench, id);
  const checkpoint = player.view.checkpoints.find((one) => one.id === id);
  const says = (key: string, values?: Readonly<Record<string, unknown>>): string => text("checkpoint", key, values);
  if (!checkpoint) return [title(says("title", { id })), item(says("notYet"), () => {}, says("notYet"))];
  const way = restoreWay(state, player, checkpoint);
  const keep = reasonToKeep(state, player, checkpoint);
  const other = player.view.checkpoints.findLast((one) => one.id !== id && one.status !== "failed" && one.status !== "pending");
  return [
    title(says("title", { id })),
    item(says("open"), () => act.open()),
    item(says("go"), () => act.goToMoment()),
    item(says("cut"), () => act.showCut()),
    ...(other ? [item(says("compareTo", { id: other.id }), () => act.compareWith(other.id))] : []),
    rule,
    item(says("restore"), () => act.restore(way), way.kind === "none" ? says(`reason.${way.reason}`) : undefined),
    item(says("discard"), () => act.open(), keep === undefined ? undefined : says(`reason.${keep}`)),
    ...commandEntries(workbench, ["-", "run.checkpoint"]),
  ];
}

function eventEntries(workbench: Workbench, player: RunPlayer, seq: number): readonly MenuEntry[] {
  const { session, workspace } = workbench;
  const event = player.log.event(seq);
  if (!event) return [];
  const { topology } = player.header;
  const names = {
    subtask: (index: TaskIndex) => subtaskLabel(topology, index),
    channel: (index: Parameters<typeof channelLabel>[1]) => channelLabel(topology, index),
  };
  const line = describeEvent(event, names);
  const { kind } = event.body;
  const isRecord = (event.body.kind === "sent" && event.body.element.kind === "record") || kind === "read";
  const checkpoint = "checkpointId" in event.body ? event.body.checkpointId : undefined;
  const subtask = event.subtask < 0 ? undefined : event.subtask;
  return [
    title(line.length > titleLength ? `${line.slice(0, titleLength)}…` : line),
    item(say("goTo"), () => session.seek(seq + 1)),
    item(say("before"), () => session.seek(cursorBefore(player, event.at))),
    ...(isRecord ? [item(say("follow"), () => session.followRecord(seq))] : []),
    ...(checkpoint === undefined ? [] : [item(say("checkpoint", { id: checkpoint }), () => workspace.showCheckpoint(checkpoint))]),
    copyEntry(workbench, line),
    ...(subtask === undefined ? [] : [rule, ...subtaskEntries(workbench, player, subtask).slice(0, 3)]),
  ];
}

const titleLength = 60;

/** Behind what was over before that time. */
const cursorBefore = ({ log }: RunPlayer, at: number): number => cursorAt(log, at - 1e-9);
