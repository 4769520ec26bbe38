import type { Schema } from "../../stream/logical-type.ts";
import { formatLogicalType } from "../../stream/logical-type-text.ts";
import { connect, type PortRef } from "../document/edit-changes.ts";
import { text } from "../i18n/language.ts";
import { samePort, type JudgedTarget } from "../workspace/canvas-mode.ts";
import { judgeTargets, portsOf, type Refusal, type Verdict } from "../analysis/connection.ts";
import type { Workbench } from "../workspace/workbench.ts";

/** How a connection is being drawn: by a drag, by two clicks, or from the keyboard with numbered targets. */
export type ConnectingBy = "drag" | "click" | "keyboard";

/** Judges every input once and shows which ones may be connected. */
export function beginConnecting(workbench: Workbench, from: PortRef, by: ConnectingBy): void {
  const { editor, analysis, catalog } = workbench;
  const context = { document: editor.document, analysis: analysis.state, catalog };
  let number = 0;
  const targets = judgeTargets(context, from).map((target): JudgedTarget => ({
    ...target,
    number: target.verdict.allowed ? ++number : undefined,
  }));
  workbench.modes.enter({ kind: "connecting", from, targets, sticky: by !== "drag", numbered: by === "keyboard", current: 0 });
  workbench.workspace.announce(text("canvas", "connect.begun", { operator: operatorName(workbench, from.operator), count: number }));
}

/** Connect mode from the keyboard: from the selected operator's first output. [UI10] */
export function beginConnectMode(workbench: Workbench): void {
  const [selected] = workbench.workspace.selection.operators;
  const operator = workbench.editor.document.operators.find(({ id }) => id === selected);
  const output = operator && portsOf(operator, workbench.catalog).outputs[0];
  if (!operator || !output) {
    workbench.workspace.announce(text("canvas", "connect.noOutput"));
    return;
  }
  beginConnecting(workbench, { operator: operator.id, port: output.name }, "keyboard");
  announceTarget(workbench);
}

/** Ends the connection at `to`, or says why not. */
export function finishConnecting(workbench: Workbench, to: PortRef): void {
  const { mode } = workbench.modes;
  if (mode.kind !== "connecting") return;
  const target = mode.targets.find(({ port }) => samePort(port, to));
  if (!target) return;
  if (!target.verdict.allowed) {
    workbench.workspace.announce(refusalText(target.verdict.refusal));
    return;
  }
  workbench.modes.leave();
  const { change, edge } = connect(workbench.editor.document, mode.from, to, target.verdict.partitioner);
  workbench.editor.edit(change);
  workbench.workspace.select({ edges: [edge] });
  const names = { from: operatorName(workbench, mode.from.operator), to: operatorName(workbench, to.operator) };
  workbench.workspace.announce(text("canvas", "connect.done", names));
}

/** A digit typed in connect mode. */
export function finishConnectingByNumber(workbench: Workbench, number: number): void {
  const { mode } = workbench.modes;
  if (mode.kind !== "connecting") return;
  const target = mode.targets.find((candidate) => candidate.number === number);
  if (target) finishConnecting(workbench, target.port);
}

/** Moves among all targets, refused ones included: each says what it is. */
export function stepTarget(workbench: Workbench, by: 1 | -1): void {
  const { mode } = workbench.modes;
  if (mode.kind !== "connecting" || mode.targets.length === 0) return;
  workbench.modes.enter({ ...mode, current: (mode.current + by + mode.targets.length) % mode.targets.length });
  announceTarget(workbench);
}

export function finishAtCurrentTarget(workbench: Workbench): void {
  const { mode } = workbench.modes;
  const target = mode.kind === "connecting" ? mode.targets[mode.current] : undefined;
  if (target) finishConnecting(workbench, target.port);
}

function announceTarget(workbench: Workbench): void {
  const { mode } = workbench.modes;
  const target = mode.kind === "connecting" ? mode.targets[mode.current] : undefined;
  if (target) workbench.workspace.announce(targetText(workbench, target));
}

export function targetText(workbench: Workbench, target: JudgedTarget): string {
  const operator = operatorName(workbench, target.port.operator);
  const { verdict } = target;
  return verdict.allowed
    ? text("canvas", "connect.target", { operator, detail: acceptedText(verdict) })
    : `${operator}: ${refusalText(verdict.refusal)}`;
}

export function acceptedText(verdict: Verdict & { readonly allowed: true }): string {
  if (verdict.partitioner?.type === "hash")
    return text("canvas", "connect.byKey", { key: verdict.partitioner.key.join(", ") });
  return verdict.schema ? recordType(verdict.schema) : text("canvas", "connect.unknownFields");
}

/** "word STRING, n INT", cut short where there are many fields. */
function recordType({ fields }: Schema): string {
  const shown = fields.slice(0, namedFields).map(({ name, type }) => `${name} ${formatLogicalType(type)}`);
  if (fields.length > namedFields) shown.push(text("canvas", "connect.moreFields", { count: fields.length - namedFields }));
  return shown.join(", ");
}

const namedFields = 3;

export function refusalText(refusal: Refusal): string {
  return text("canvas", `refusal.${refusal.reason}`, refusal.values);
}

/** What takes the record: the operator, or one of its inputs where it has several. */
export function takerName(workbench: Workbench, { operator, port }: PortRef): string {
  const found = workbench.editor.document.operators.find(({ id }) => id === operator);
  return found && portsOf(found, workbench.catalog).inputs.length > 1 ? port : operatorName(workbench, operator);
}

function operatorName(workbench: Workbench, id: string): string {
  return workbench.editor.document.operators.find((operator) => operator.id === id)?.name ?? id;
}
