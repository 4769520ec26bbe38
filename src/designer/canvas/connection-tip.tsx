import { useEffect, useRef, useState, type ReactNode, type RefObject } from "react";
import { text } from "../i18n/language.ts";
import { useDesigner } from "../workspace/designer-context.ts";
import { announce } from "../workspace/workspace-store.ts";
import { canvasModeStore, leaveMode, useCanvasMode, type JudgedTarget } from "./canvas-mode.ts";
import { acceptedText, finishConnecting, refusalText, takerName, targetText } from "./connecting.ts";

/**
 * Under the pointer while an edge is drawn: what the port there takes, or why it takes nothing. A click outside of every port
 * ends a sticky connection.
 */
export function ConnectionTip({ canvas }: { readonly canvas: RefObject<HTMLDivElement | null> }): ReactNode {
  const connecting = useCanvasMode((mode) => mode.kind === "connecting");
  const { catalog } = useDesigner();
  const tip = useRef<HTMLDivElement>(null);
  const [target, setTarget] = useState<JudgedTarget>();
  useEffect(() => {
    const region = canvas.current;
    if (!connecting || !region) return undefined;
    const move = (event: PointerEvent): void => {
      const box = region.getBoundingClientRect();
      if (tip.current)
        tip.current.style.transform = `translate(${event.clientX - box.left + 14}px, ${event.clientY - box.top + 18}px)`;
      setTarget(targetAt(event));
    };
    const click = (event: PointerEvent): void => {
      const { mode } = canvasModeStore.getState();
      if (mode.kind !== "connecting" || !mode.sticky) return;
      const hit = targetAt(event);
      if (hit) finishConnecting(hit.port);
      else if (!(event.target instanceof Element) || !event.target.closest(".port.is-spout")) leaveMode();
    };
    region.addEventListener("pointermove", move);
    region.addEventListener("pointerdown", click);
    return () => {
      region.removeEventListener("pointermove", move);
      region.removeEventListener("pointerdown", click);
      setTarget(undefined);
    };
  }, [connecting, canvas]);
  useEffect(() => {
    if (target) announce(targetText(target));
  }, [target]);
  if (!connecting) return null;
  return (
    <div ref={tip} className={target ? "connection-tip is-shown" : "connection-tip"} aria-hidden="true">
      {target?.verdict.allowed && (
        <>
          <span>
            <b>{takerName(target.port, catalog)}</b> {text("canvas", "connect.takes")}
          </span>
          <span>{acceptedText(target.verdict)}</span>
        </>
      )}
      {target && !target.verdict.allowed && <span>{refusalText(target.verdict.refusal)}</span>}
    </div>
  );
}

/** The judged port at a screen point: the wall's own element, or the whole node when it has one input only. */
function targetAt(event: PointerEvent): JudgedTarget | undefined {
  const { mode } = canvasModeStore.getState();
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
