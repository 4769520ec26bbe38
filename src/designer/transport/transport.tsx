import { lazy, Suspense } from "react";
import type { ReactNode } from "react";
import { Icon } from "../glyph/icon.tsx";
import { formatCount, formatDuration, formatEventTime } from "../i18n/format.ts";
import { loadLateMessages } from "../i18n/language.ts";
import { useText } from "../i18n/use-text.ts";
import { lazyView } from "../workspace/lazy-view.tsx";
import type { Branch } from "../run/branches.ts";
import { arrivalKey } from "../run/arrival-key.ts";
import { seedOf } from "../run/session-state.ts";
import { goReason, pastReason, stepReason } from "../run/availability.ts";
import { BreakpointsMenu } from "./breakpoints-menu.tsx";
import { PaceMenu } from "./pace-menu.tsx";
import { SpeedControl } from "./speed-control.tsx";
import { RunFailures } from "./status-readouts.tsx";
import { conditionText } from "./stop-places.ts";
import { actOrExplain } from "../workspace/act-or-explain.ts";
import { UntilMenu } from "./until-menu.tsx";
import "./transport.css";
import { MenuButton } from "../workspace/menu-button.tsx";
import { useDocument, useSession, useSessionState, useTransport, useWorkbench, useWorkspace } from "../workspace/workbench-context.ts";

/** Written seldom, so loaded when it opens. */
const ConditionDialog = lazy(() =>
  Promise.all([import("./condition-dialog.tsx"), loadLateMessages()]).then(([{ ConditionDialog: component }]) => ({ default: component })),
);

/** Time control of the run: step, play, speed, run until, where it is. */
export function Transport(): ReactNode {
  const text = useText("run");
  const shell = useText("shell");
  const mode = useSessionState((state) => state.mode);
  const dialog = useTransport((state) => state.dialog);
  return (
    <section className="transport" aria-label={text("transport.name")}>
      <PlayButtons />
      <SpeedControl />
      <PaceMenu />
      <UntilMenu />
      <BreakpointsMenu />
      <StopNote />
      <Readouts />
      <span className="transport-failures">
        <RunFailures />
      </span>
      <span className="mode-badge transport-mode">{shell(`mode.${mode}`)}</span>
      {dialog && (
        <Suspense>
          <ConditionDialog {...dialog} />
        </Suspense>
      )}
    </section>
  );
}

/** Comes with the words it says, when the first run is over. */
const DoneNote = lazyView(async () => {
  const [{ DoneNote: component }] = await Promise.all([import("./done-note.tsx"), loadLateMessages()]);
  return component;
});

/** Why the run rests, when it paused by itself, or what came out where, when it is over; read out when it appears. [UI96] */
function StopNote(): ReactNode {
  const workbench = useWorkbench();
  const session = useSession();
  const text = useText("run");
  const stopped = useSessionState((state) => (state.phase === "paused" ? state.stopped : undefined));
  const what = stopped && conditionText(stopped.condition, session.document ?? workbench.editor.document, text);
  const shell = useText("shell");
  const arrival = useSessionState(({ arrival: at, cursor, phase }) => (at?.cursor === cursor && phase !== "running" ? at : undefined));
  const arrived = arrival && shell(arrivalKey(arrival), { event: formatCount(arrival.cursor) });
  const note = arrived ?? (stopped ? text("stop.reached", { event: formatCount(stopped.cursor), what }) : "");
  const finished = useSessionState((state) => state.phase === "finished" && state.following);
  return (
    <span className="transport-note" role="status" title={note}>
      {finished && arrived === undefined ? (
        <Suspense>
          <DoneNote />
        </Suspense>
      ) : (
        note
      )}
    </span>
  );
}

function PlayButtons(): ReactNode {
  const { workspace } = useWorkbench();
  const session = useSession();
  const text = useText("run");
  const say = (reason: string | undefined): string | undefined => (reason === undefined ? undefined : text(reason));
  const running = useSessionState((state) => state.phase === "running");
  const [back, go, step] = [useSessionState(pastReason), useSessionState(goReason), useSessionState(stepReason)];
  const subtask = useWorkspace(({ selection }) => selection.subtask);
  const toggle = (): void => (running ? session.pause() : session.resume());
  return (
    <span className="transport-buttons" role="group">
      <button type="button" {...actOrExplain(workspace, text("transport.stepBack"), say(back), () => session.stepBack())}>
        <Icon name="stepBack" />
      </button>
      <button
        type="button"
        className="go"
        {...actOrExplain(workspace, text(running ? "transport.pause" : "transport.play"), say(go), toggle)}
      >
        <Icon name={running ? "pause" : "play"} />
      </button>
      <button
        type="button"
        {...actOrExplain(workspace, text("transport.step"), say(step), ({ shiftKey }) =>
          session.stepForward(shiftKey ? subtask : undefined),
        )}
      >
        <Icon name="step" />
      </button>
    </span>
  );
}

function Readouts(): ReactNode {
  const text = useText("run");
  const { cursor, eventTime, now, branches, phase, seed: started } = useSessionState((state) => state);
  const next = useDocument((state) => seedOf(state.document));
  const seed = phase === "idle" ? next : started;
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
  const session = useSession();
  const say = useText("run");
  const present = branches.at(-1)?.name;
  const byName = branches.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  return (
    <MenuButton
      className="transport-menu"
      side="top"
      align="end"
      entries={() =>
        byName.map(({ name, from }) => {
          const text = say("timeline.branch", { name, at: formatDuration(from) });
          return { kind: "item", text, disabled: name === present, select: () => void session.openBranch(name) };
        })
      }
    >
      <b className="mono">{present}</b>
      <Icon name="chevron" />
    </MenuButton>
  );
}
