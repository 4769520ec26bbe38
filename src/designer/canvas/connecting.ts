import { analysisStore } from "../analysis/analysis-store.ts";
import type { Catalog } from "../../graph/catalog.ts";
import type { Schema } from "../../stream/logical-type.ts";
import { formatLogicalType } from "../../stream/logical-type-text.ts";
import { currentDocument, edit } from "../document/document-store.ts";
import { connect, type PortRef } from "../document/edit-changes.ts";
import { text } from "../i18n/language.ts";
import { announce, select, workspaceStore } from "../workspace/workspace-store.ts";
import { canvasModeStore, enterMode, leaveMode, samePort, type JudgedTarget } from "./canvas-mode.ts";
import { judgeTargets, portsOf, type Refusal, type Verdict } from "../analysis/connection.ts";

/** How a connection is being drawn: by a drag, by two clicks, or from the keyboard with numbered targets. */
export type ConnectingBy = "drag" | "click" | "keyboard";

/** Judges every input once and shows which ones may be connected. */
export function beginConnecting(catalog: Catalog, from: PortRef, by: ConnectingBy): void {
  const context = { document: currentDocument(), analysis: analysisStore.getState(), catalog };
  let number = 0;
  const targets = judgeTargets(context, from).map((target): JudgedTarget => ({
    ...target,
    number: target.verdict.allowed ? ++number : undefined,
  }));
  enterMode({ kind: "connecting", from, targets, sticky: by !== "drag", numbered: by === "keyboard", current: 0 });
  announce(text("canvas", "connect.begun", { operator: operatorName(from.operator), count: number }));
}

/** Connect mode from the keyboard: from the selected operator's first output. [UI10] */
export function beginConnectMode(catalog: Catalog): void {
  const [selected] = workspaceStore.getState().selection.operators;
  const operator = currentDocument().operators.find(({ id }) => id === selected);
  const output = operator && portsOf(operator, catalog).outputs[0];
  if (!operator || !output) {
    announce(text("canvas", "connect.noOutput"));
    return;
  }
  beginConnecting(catalog, { operator: operator.id, port: output.name }, "keyboard");
  announceTarget();
}

/** Ends the connection at `to`, or says why not. */
export function finishConnecting(to: PortRef): void {
  const { mode } = canvasModeStore.getState();
  if (mode.kind !== "connecting") return;
  const target = mode.targets.find(({ port }) => samePort(port, to));
  if (!target) return;
  if (!target.verdict.allowed) {
    announce(refusalText(target.verdict.refusal));
    return;
  }
  leaveMode();
  const { change, edge } = connect(currentDocument(), mode.from, to, target.verdict.partitioner);
  edit(change);
  select({ edges: [edge] });
  announce(text("canvas", "connect.done", { from: operatorName(mode.from.operator), to: operatorName(to.operator) }));
}

/** A digit typed in connect mode. */
export function finishConnectingByNumber(number: number): void {
  const { mode } = canvasModeStore.getState();
  if (mode.kind !== "connecting") return;
  const target = mode.targets.find((candidate) => candidate.number === number);
  if (target) finishConnecting(target.port);
}

/** Moves among all targets, refused ones included: each says what it is. */
export function stepTarget(by: 1 | -1): void {
  const { mode } = canvasModeStore.getState();
  if (mode.kind !== "connecting" || mode.targets.length === 0) return;
  enterMode({ ...mode, current: (mode.current + by + mode.targets.length) % mode.targets.length });
  announceTarget();
}

export function finishAtCurrentTarget(): void {
  const { mode } = canvasModeStore.getState();
  const target = mode.kind === "connecting" ? mode.targets[mode.current] : undefined;
  if (target) finishConnecting(target.port);
}

function announceTarget(): void {
  const { mode } = canvasModeStore.getState();
  const target = mode.kind === "connecting" ? mode.targets[mode.current] : undefined;
  if (target) announce(targetText(target));
}

export function targetText(target: JudgedTarget): string {
  const operator = operatorName(target.port.operator);
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
export function takerName({ operator, port }: PortRef, catalog: Catalog): string {
  const found = currentDocument().operators.find(({ id }) => id === operator);
  return found && portsOf(found, catalog).inputs.length > 1 ? port : operatorName(operator);
}

function operatorName(id: string): string {
  return currentDocument().operators.find((operator) => operator.id === id)?.name ?? id;
}
