import { DropdownMenu } from "radix-ui";
import { useRef } from "react";
import type { KeyboardEvent, PointerEvent, ReactNode } from "react";
import type { StopEvent } from "../../observe/stop-condition.ts";
import { Icon } from "../glyph/icon.tsx";
import { formatCount, formatDuration, formatEventTime, formatSpeed } from "../i18n/format.ts";
import { useText } from "../i18n/use-text.ts";
import { useJob, useJobState } from "../job/job-context.ts";
import type { Branch } from "../job/branches.ts";
import { useWorkspace } from "../workspace/workspace-store.ts";
import { placeOfSpeed, shiftSpeed, speedAtPlace, speedTicks } from "./speed.ts";
import "./transport.css";

export const untilChoices: readonly StopEvent[] = [
  "barrier",
  "alignmentEnds",
  "watermark",
  "checkpointComplete",
  "windowFires",
  "lateRecord",
  "failure",
  "end",
];

/** Time control of the run: step, play, speed, run until, where it is. */
export function Transport(): ReactNode {
  const text = useText("run");
  return (
    <section className="transport" aria-label={text("transport.name")}>
      <PlayButtons />
      <SpeedTrack />
      <UntilMenu />
      <Readouts />
    </section>
  );
}

function PlayButtons(): ReactNode {
  const job = useJob();
  const text = useText("run");
  const phase = useJobState((state) => state.phase);
  const deterministic = useJobState((state) => state.mode === "deterministic");
  const subtask = useWorkspace(({ selection }) => selection.subtask);
  const running = phase === "running";
  const active = running || phase === "paused";
  return (
    <span className="transport-buttons" role="group">
      <button
        type="button"
        aria-label={text("transport.stepBack")}
        title={text("transport.stepBack")}
        disabled={phase === "idle"}
        onClick={() => job.stepBack()}
      >
        <Icon name="stepBack" />
      </button>
      <button
        type="button"
        className="go"
        aria-label={text(running ? "transport.pause" : "transport.play")}
        title={text(running ? "transport.pause" : "transport.play")}
        disabled={!active}
        onClick={() => (running ? job.pause() : job.resume())}
      >
        <Icon name={running ? "pause" : "play"} />
      </button>
      <button
        type="button"
        aria-label={text("transport.step")}
        title={text("transport.step")}
        disabled={!active || !deterministic}
        onClick={(event) => job.stepForward(event.shiftKey ? subtask : undefined)}
      >
        <Icon name="step" />
      </button>
    </span>
  );
}

function SpeedTrack(): ReactNode {
  const job = useJob();
  const text = useText("run");
  const track = useRef<HTMLSpanElement>(null);
  const speed = useJobState((state) => state.speed);
  const enabled = useJobState((state) => state.mode === "deterministic" && state.phase !== "idle");
  const place = placeOfSpeed(speed);
  const drag = (event: PointerEvent): void => {
    const bounds = track.current?.getBoundingClientRect();
    if (!bounds || !enabled || event.buttons !== 1) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    const next = speedAtPlace((event.clientX - bounds.left) / bounds.width);
    if (next !== speed) job.setSpeed(next);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const by =
      event.code === "ArrowRight" || event.code === "ArrowUp"
        ? 1
        : event.code === "ArrowLeft" || event.code === "ArrowDown"
          ? -1
          : 0;
    if (by === 0) return;
    event.preventDefault();
    event.stopPropagation();
    job.setSpeed(shiftSpeed(speed, by));
  };
  return (
    <span className="speed">
      <span className="dim">{text("transport.speed")}</span>
      <span
        className="speed-track"
        ref={track}
        role="slider"
        tabIndex={enabled ? 0 : -1}
        aria-label={text("transport.speed")}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(place * 100)}
        aria-valuetext={formatSpeed(speed)}
        aria-disabled={!enabled}
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
      <b className="mono">{speed === Infinity ? text("transport.max") : formatSpeed(speed)}</b>
    </span>
  );
}

function UntilMenu(): ReactNode {
  const job = useJob();
  const text = useText("run");
  const until = useJobState((state) => state.until);
  const enabled = useJobState(
    (state) => state.mode === "deterministic" && (state.phase === "running" || state.phase === "paused"),
  );
  return (
    <DropdownMenu.Root>
      <DropdownMenu.Trigger asChild>
        <button type="button" className="transport-menu" disabled={!enabled}>
          {text("transport.until")} <b>{text(`until.${until?.event ?? "barrier"}`)}</b>
          <Icon name="chevron" />
        </button>
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="run-menu" side="top" align="start" sideOffset={6}>
          {untilChoices.map((choice) => (
            <DropdownMenu.Item key={choice} className="run-menu-item" onSelect={() => job.runUntil({ event: choice })}>
              {text(`until.${choice}`)}
            </DropdownMenu.Item>
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

function Readouts(): ReactNode {
  const text = useText("run");
  const { cursor, eventTime, now, seed, branches } = useJobState((state) => state);
  const values: readonly (readonly [string, string])[] = [
    ["event", formatCount(cursor)],
    ["eventTime", formatEventTime(eventTime, true)],
    ["clock", formatDuration(Math.round(now))],
    ["seed", String(seed)],
  ];
  return (
    <span className="transport-readouts">
      {values.map(([key, value]) => (
        <span key={key}>
          <em>{text(`transport.${key}`)}</em>
          <b className="mono">{value}</b>
        </span>
      ))}
      <span>
        <em>{text("transport.branch")}</em>
        {branches.length > 1 ? <BranchMenu branches={branches} /> : <b className="mono">{branches.at(-1)?.name ?? "A"}</b>}
      </span>
    </span>
  );
}

/** The present branch; choosing another runs it again from the start up to the moment on screen. */
function BranchMenu({ branches }: { readonly branches: readonly Branch[] }): ReactNode {
  const job = useJob();
  const text = useText("run");
  const present = branches.at(-1)?.name;
  const byName = branches.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  return (
    <DropdownMenu.Root>
      <DropdownMenu.Trigger asChild>
        <button type="button" className="transport-menu">
          <b className="mono">{present}</b>
          <Icon name="chevron" />
        </button>
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="run-menu" side="top" align="end" sideOffset={6}>
          {byName.map(({ name, from }) => (
            <DropdownMenu.Item
              key={name}
              className="run-menu-item"
              disabled={name === present}
              onSelect={() => void job.openBranch(name)}
            >
              {text("timeline.branch", { name, at: formatDuration(from) })}
            </DropdownMenu.Item>
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
