import { useEffect, useRef, useState, type ReactNode, type RefObject } from "react";
import type { PortRef } from "../document/edit-changes.ts";
import { text } from "../i18n/language.ts";
import { type JudgedTarget } from "../workspace/canvas-mode.ts";
import { acceptedText, finishConnecting, refusalText, takerName, targetText } from "./connecting.ts";
import { pickAfter } from "./picking.ts";
import { useCanvasMode, useWorkbench } from "../workspace/workbench-context.ts";
import type { Workbench } from "../workspace/workbench.ts";

/**
 * Under the pointer while an edge is drawn: what the port there takes, or why it takes nothing. A click on empty canvas asks what follows
 * there, one on anything else that takes no edge ends a sticky connection.
 */
export function ConnectionTip({ canvas }: { readonly canvas: RefObject<HTMLDivElement | null> }): ReactNode {
  const connecting = useCanvasMode((mode) => mode.kind === "connecting");
  const workbench = useWorkbench();
  const tip = useRef<HTMLDivElement>(null);
  const [target, setTarget] = useState<JudgedTarget>();
  useEffect(() => {
    const region = canvas.current;
    if (!connecting || !region) return undefined;
    const move = (event: PointerEvent): void => {
      const box = region.getBoundingClientRect();
      if (tip.current)
        tip.current.style.transform = `translate(${event.clientX - box.left + 14}px, ${event.clientY - box.top + 18}px)`;
      setTarget(targetAt(workbench, event));
    };
    const click = (event: PointerEvent): void => {
      const { mode } = workbench.modes;
      if (mode.kind !== "connecting" || !mode.sticky) return;
      const hit = targetAt(workbench, event);
      if (hit) finishConnecting(workbench, hit.port);
      else if (!(event.target instanceof Element) || !event.target.closest(".port.is-spout")) letGo(workbench, mode.from, event);
    };
    region.addEventListener("pointermove", move);
    region.addEventListener("pointerdown", click);
    return () => {
      region.removeEventListener("pointermove", move);
      region.removeEventListener("pointerdown", click);
      setTarget(undefined);
    };
  }, [connecting, canvas, workbench]);
  useEffect(() => {
    if (target) workbench.workspace.announce(targetText(workbench, target));
  }, [target, workbench]);
  if (!connecting) return null;
  return (
    <div ref={tip} className={target ? "connection-tip is-shown" : "connection-tip"} aria-hidden="true">
      {target?.verdict.allowed && (
        <>
          <span>
            <b>{takerName(workbench, target.port)}</b> {text("canvas", "connect.takes")}
          </span>
          <span>{acceptedText(target.verdict)}</span>
        </>
      )}
      {target && !target.verdict.allowed && <span>{refusalText(target.verdict.refusal)}</span>}
    </div>
  );
}

/** An edge is let go over no port: on empty canvas what follows is picked there. [UI161] */
export function letGo(workbench: Workbench, from: PortRef, { clientX, clientY }: Pointed): void {
  workbench.modes.leave();
  const at = workbench.canvas.control?.toWorld({ x: clientX, y: clientY });
  const isEmpty = document.elementFromPoint(clientX, clientY)?.classList.contains("react-flow__pane") === true;
  if (isEmpty && at) pickAfter(workbench, from, at);
}

interface Pointed {
  readonly clientX: number;
  readonly clientY: number;
}

/** The judged port at a screen point: the wall's own element, or the whole node when it has one input only. */
export function targetAt(workbench: Workbench, event: Pointed): JudgedTarget | undefined {
  const { mode } = workbench.modes;
  if (mode.kind !== "connecting") return undefined;
  const element = document.elementFromPoint(event.clientX, event.clientY);
  const node = element?.closest<HTMLElement>(".operator-node");
  const operator = node?.dataset["operator"];
  if (operator === undefined || operator === mode.from.operator) return undefined;
  const targets = mode.targets.filter(({ port }) => port.operator === operator);
  const handle = element?.closest<HTMLElement>(".port.is-wall")?.dataset["handleid"];
  if (handle !== undefined) return targets.find(({ port }) => port.port === handle);
  return targets.length === 1 ? targets[0] : undefined;
}
