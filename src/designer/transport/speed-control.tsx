import { useRef } from "react";
import type { KeyboardEvent, PointerEvent, ReactNode } from "react";
import { Icon } from "../glyph/icon.tsx";
import { formatSpeed } from "../i18n/format.ts";
import { useText } from "../i18n/use-text.ts";
import { speedReason } from "../run/availability.ts";
import { speedOf } from "../run/session-state.ts";
import { placeOfSpeed, shiftSpeed, speedAtPlace, speedTicks } from "./speed.ts";
import { MenuButton } from "../workspace/menu-button.tsx";
import { useDocument, useSession, useSessionState, useWorkbench } from "../workspace/workbench-context.ts";

/** How fast the session clock goes: a track, on narrow screens a menu. */
export function SpeedControl(): ReactNode {
  const text = useText("run");
  const next = useDocument((state) => speedOf(state.document));
  const speed = useSessionState((state) => (state.phase === "idle" ? next : state.speed));
  const reason = useSessionState(speedReason);
  const why = reason === undefined ? undefined : text(reason);
  const shown = speed === Infinity ? text("transport.max") : formatSpeed(speed);
  return (
    <>
      <span className="speed" title={why}>
        <span className="dim">{text("transport.speed")}</span>
        <SpeedTrack speed={speed} why={why} />
        <b className="mono">{shown}</b>
      </span>
      <SpeedMenu shown={shown} why={why} />
    </>
  );
}

function SpeedTrack({ speed, why }: { readonly speed: number; readonly why: string | undefined }): ReactNode {
  const workbench = useWorkbench();
  const session = useSession();
  const text = useText("run");
  const track = useRef<HTMLSpanElement>(null);
  const place = placeOfSpeed(speed);
  const drag = (event: PointerEvent): void => {
    const bounds = track.current?.getBoundingClientRect();
    if (!bounds || event.buttons !== 1) return;
    if (why !== undefined) return workbench.workspace.announce(`${text("transport.speed")}: ${why}`);
    event.currentTarget.setPointerCapture(event.pointerId);
    const next = speedAtPlace((event.clientX - bounds.left) / bounds.width);
    if (next !== speed) session.setSpeed(next);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const by = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[event.code];
    if (by === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    if (why === undefined) session.setSpeed(shiftSpeed(speed, by === 1 ? 1 : -1));
    else workbench.workspace.announce(`${text("transport.speed")}: ${why}`);
  };
  return (
    <span
      className="speed-track"
      ref={track}
      role="slider"
      tabIndex={0}
      aria-label={text("transport.speed")}
      aria-description={why}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(place * 100)}
      aria-valuetext={formatSpeed(speed)}
      aria-disabled={why !== undefined}
      onPointerDown={drag}
      onPointerMove={drag}
      onKeyDown={onKeyDown}
    >
      <i style={{ left: `${place * 100}%` }} />
      {speedTicks.map((tick, index) => (
        <em key={tick} style={{ left: `${index * 20}%` }}>
          {tick === Infinity ? text("transport.max") : tick < 1 ? `1/${Math.round(1 / tick)}` : tick}
        </em>
      ))}
    </span>
  );
}

function SpeedMenu({ shown, why }: { readonly shown: string; readonly why: string | undefined }): ReactNode {
  const session = useSession();
  const text = useText("run");
  return (
    <MenuButton
      className="transport-menu speed-menu"
      disabled={why !== undefined}
      aria-description={why}
      title={why}
      side="top"
      entries={() =>
        speedTicks.map((tick) => {
          const name = tick === Infinity ? text("transport.max") : formatSpeed(tick);
          return { kind: "item", text: name, select: () => session.setSpeed(tick) };
        })
      }
    >
      {text("transport.speed")} <b className="mono">{shown}</b>
      <Icon name="chevron" />
    </MenuButton>
  );
}
