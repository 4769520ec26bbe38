import { useEffect, useRef, useState } from "react";
import type { KeyboardEvent, MouseEvent, PointerEvent, ReactNode, RefObject, WheelEvent } from "react";
import { formatCount } from "../i18n/format.ts";
import { useText } from "../i18n/use-text.ts";
import { cursorAt } from "../run/cursor-at.ts";
import type { RunPlayer } from "../run/run-player.ts";
import type { Session } from "../run/session.ts";
import { Brush } from "../physical/paint/brush.ts";
import type { Words } from "../physical/paint/subtask.ts";
import { readTheme } from "../physical/paint/theme.ts";
import { useFailure } from "../workspace/use-failure.ts";
import { drawnInLanes } from "./lanes-legend.ts";
import { LaneCard } from "./lane-card.tsx";
import { cutTime, laneHit, type LaneHit } from "./lanes-hit.ts";
import { axisHeight, lanesTop, timeAtX, type LanesSight } from "./lanes-sight.ts";
import { paintLanes } from "./paint-lanes.ts";
import { followingWindow } from "./time-axis.ts";
import type { ShownTime } from "./time-axis.ts";
import { useRun, useSession, useSessionState, useWorkbench } from "../workspace/workbench-context.ts";
import { Legend } from "../workspace/legend.tsx";
import type { MenuSubject } from "../workspace/context-menu.ts";
import type { Workspace } from "../workspace/workspace.ts";

const laneHeights = { low: 20, high: 36 } as const;
const maxPixelRatio = 2;
/** Pixels that a press may move and still be a click. */
const clickReach = 3;

interface LanesInputs {
  readonly session: Session;
  readonly workspace: Workspace;
  readonly words: Words;
}

/** What the canvas keeps between frames; not React's. */
class LanesView {
  readonly #canvas: HTMLCanvasElement;
  readonly #session: Session;
  readonly #words: Words;
  #brush: Brush | undefined;
  #last = "";
  /** Width in session milliseconds a person chose by zooming. */
  span: number | undefined;
  scroll = 0;
  window: ShownTime = { from: 0, to: 1 };
  /** While scrubbing, or after it, the window stands still. */
  frozen = false;
  /** Checkpoint whose cut the window was moved to: it stays there while that one is looked at. */
  #heldAt: number | undefined;
  readonly #workspace: Workspace;

  constructor(canvas: HTMLCanvasElement, { session, workspace, words }: LanesInputs) {
    this.#canvas = canvas;
    this.#session = session;
    this.#workspace = workspace;
    this.#words = words;
    this.refresh();
  }

  refresh(): void {
    const context = this.#canvas.getContext("2d");
    if (context) this.#brush = new Brush(context, readTheme(this.#canvas));
    this.#last = "";
  }

  get laneHeight(): number {
    const lanes = this.#session.player?.lanes.lanes.length ?? 1;
    const room = (this.#canvas.clientHeight - lanesTop - axisHeight) / Math.max(1, lanes);
    return Math.min(laneHeights.high, Math.max(laneHeights.low, room));
  }

  get sight(): LanesSight {
    const { window, laneHeight, scroll } = this;
    return { window, width: this.#canvas.clientWidth, laneHeight, scroll };
  }

  /** The cut that is looked at is in the window. */
  #showSelected(player: RunPlayer, selected: number | undefined): void {
    if (selected === this.#heldAt) return;
    const at = selected === undefined ? undefined : cutTime(player, selected);
    this.#heldAt = at === undefined ? undefined : selected;
    const { from, to } = this.window;
    if (at === undefined || (at > from && at < to)) return;
    this.window = { from: at - (to - from) / 2, to: at + (to - from) / 2 };
  }

  /** Lets the window stand still, as while it is dragged over. */
  freeze(): void {
    this.frozen = true;
  }

  /** Moves the lanes up by so many pixels, as far as there are lanes. */
  scrollBy(pixels: number): void {
    const lanes = (this.#session.player?.lanes.lanes.length ?? 0) * this.laneHeight + lanesTop + axisHeight;
    this.scroll = Math.min(Math.max(0, lanes - this.#canvas.clientHeight), Math.max(0, this.scroll + pixels));
  }

  /** Shows `factor` times as much time, up to the moment on screen. */
  zoomBy(factor: number): void {
    this.frozen = false;
    this.span = (this.window.to - this.window.from) * factor;
  }

  /** True when there was something new to draw. */
  draw(): boolean {
    const player = this.#session.player;
    const brush = this.#brush;
    const { clientWidth: width, clientHeight: height } = this.#canvas;
    if (!player || !brush || width === 0) return false;
    const inWindow = player.now >= this.window.from && player.now <= this.window.to;
    if (player.following || !inWindow) this.frozen = false;
    const selected = this.#workspace.selection.checkpoint;
    if (!this.frozen && (selected === undefined || selected !== this.#heldAt)) {
      this.window = followingWindow(player.now, player.lanes, this.span);
    }
    this.#showSelected(player, selected);
    const ratio = Math.min(maxPixelRatio, devicePixelRatio);
    const sight = `${width} ${height} ${ratio} ${this.window.from} ${this.window.to} ${this.scroll}`;
    const state = `${sight} ${player.view.cursor} ${player.now} ${player.log.length} ${player.lineage?.receipts.size} ${selected}`;
    if (state === this.#last) return false;
    this.#last = state;
    if (this.#canvas.width !== Math.round(width * ratio) || this.#canvas.height !== Math.round(height * ratio)) {
      this.#canvas.width = Math.round(width * ratio);
      this.#canvas.height = Math.round(height * ratio);
    }
    brush.context.setTransform(ratio, 0, 0, ratio, 0, 0);
    brush.context.clearRect(0, 0, width, height);
    brush.begin();
    paintLanes(brush, { ...this.sight, player, height, words: this.#words, selected });
    return true;
  }
}

/** Space-time diagram: one lane per subtask; dragging anywhere looks at that moment. */
export function Lanes(): ReactNode {
  const text = useText("run");
  const player = useRun();
  return player ? <LanesOf player={player} /> : <p className="timeline-empty">{text("timeline.empty")}</p>;
}

/** What a menu at the place of a hit is about. */
function laneSubject(hit: LaneHit | undefined, cursor: number): MenuSubject {
  switch (hit?.kind) {
    case "cut":
    case "align":
    case "sync":
    case "async":
      return { kind: "checkpoint", id: hit.id };
    case "mark":
      return { kind: "event", seq: hit.seq };
    case "lane":
      return { kind: "subtask", subtask: hit.subtask };
    default:
      return cursor > 0 ? { kind: "event", seq: cursor - 1 } : { kind: "picture" };
  }
}

/** What draws the lanes of a run into the canvas. Another run is drawn anew, with the zoom that was chosen. */
function useLanesView(canvas: RefObject<HTMLCanvasElement | null>, player: RunPlayer): RefObject<LanesView | undefined> {
  const session = useSession();
  const { workspace } = useWorkbench();
  const text = useText("run");
  const fail = useFailure();
  const view = useRef<LanesView>(undefined);
  const words = useRef(text);
  useEffect(() => {
    words.current = text;
  });
  useEffect(() => {
    if (!canvas.current) return;
    const made = new LanesView(canvas.current, { session, workspace, words: (key, values) => words.current(key, values) });
    made.span = view.current?.span;
    view.current = made;
    const observer = new MutationObserver(() => made.refresh());
    observer.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme", "lang"] });
    void document.fonts.ready.then(() => made.refresh());
    const stop = session.frames.add(() => made.draw(), fail);
    const forget = workspace.store.subscribe(() => session.frames.wake());
    return () => {
      stop();
      forget();
      observer.disconnect();
    };
  }, [canvas, session, workspace, player, fail]);
  return view;
}

interface Hover {
  readonly hit: LaneHit;
  readonly x: number;
  readonly y: number;
}

/** What the pointer does on the lanes: it says what is below it, looks at a moment, opens a checkpoint, zooms and scrolls. */
interface LanePointer {
  readonly hover: Hover | undefined;
  readonly press: (event: PointerEvent) => void;
  readonly move: (event: PointerEvent) => void;
  readonly release: (event: PointerEvent) => void;
  readonly leave: () => void;
  readonly zoom: (event: WheelEvent) => void;
  readonly openMenu: (event: MouseEvent) => void;
}

function useLanePointer(canvas: RefObject<HTMLCanvasElement | null>, view: RefObject<LanesView | undefined>): LanePointer {
  const session = useSession();
  const { workspace, contextMenu } = useWorkbench();
  const [hover, setHover] = useState<Hover>();
  const pressed = useRef<{ readonly x: number; readonly hit: LaneHit | undefined }>(undefined);
  const placeOf = (event: MouseEvent): { readonly x: number; readonly y: number } => {
    const bounds = canvas.current?.getBoundingClientRect();
    return { x: event.clientX - (bounds?.left ?? 0), y: event.clientY - (bounds?.top ?? 0) };
  };
  const hitAt = (event: MouseEvent): LaneHit | undefined =>
    view.current && session.player && laneHit(session.player, view.current.sight, placeOf(event));
  const scrub = (event: PointerEvent): void => {
    const [at, element] = [view.current, canvas.current];
    if (event.buttons !== 1 || !at || !element || !session.player) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    at.freeze();
    const time = timeAtX({ window: at.window, width: element.clientWidth }, event.clientX - element.getBoundingClientRect().left);
    session.seek(cursorAt(session.player.log, time));
  };
  return {
    hover,
    press: (event) => {
      if (event.button !== 0) return;
      const hit = hitAt(event);
      pressed.current = { x: event.clientX, hit };
      if (hit?.kind !== "cut") scrub(event);
    },
    /** A press on a cut opens its checkpoint, unless it becomes a drag. [UI120] */
    release: (event) => {
      const { hit, x } = pressed.current ?? {};
      pressed.current = undefined;
      if (hit?.kind === "cut" && Math.abs(event.clientX - (x ?? 0)) <= clickReach) workspace.showCheckpoint(hit.id);
    },
    move: (event) => {
      const from = pressed.current;
      if (from?.hit?.kind === "cut" && Math.abs(event.clientX - from.x) <= clickReach) return;
      scrub(event);
      const hit = event.buttons === 0 ? hitAt(event) : undefined;
      setHover(hit && hit.kind !== "lane" ? { hit, ...placeOf(event) } : undefined);
    },
    leave: () => setHover(undefined),
    zoom: (event) => {
      session.frames.wake();
      if (event.ctrlKey || event.metaKey) view.current?.zoomBy(Math.exp(event.deltaY / 400));
      else view.current?.scrollBy(event.deltaY);
    },
    openMenu: (event) => {
      // By a key the moment on screen is meant, not what happens to lie in the middle.
      const hit = event.button === 2 ? hitAt(event) : undefined;
      setHover(undefined);
      contextMenu.show(event, laneSubject(hit, session.store.getState().cursor));
    },
  };
}

/** The lanes of a run: a picture below the pointer, a slider of moments by key. */
function LanesOf({ player }: { readonly player: RunPlayer }): ReactNode {
  const session = useSession();
  const text = useText("run");
  const canvas = useRef<HTMLCanvasElement>(null);
  const view = useLanesView(canvas, player);
  const pointer = useLanePointer(canvas, view);
  const cursor = useSessionState((state) => state.cursor);
  const length = useSessionState((state) => state.length);
  const onKeyDown = (event: KeyboardEvent): void => {
    const by = { ArrowLeft: -1, ArrowRight: 1, PageUp: -100, PageDown: 100, Home: -Infinity, End: Infinity }[event.code];
    if (by === undefined || !session.player) return;
    event.preventDefault();
    event.stopPropagation();
    if (by === Infinity) session.follow();
    else session.seek(Math.max(0, cursor + by));
  };
  return (
    <>
      <canvas
        ref={canvas}
        className="lanes-canvas"
        data-over={pointer.hover?.hit.kind}
        role="slider"
        tabIndex={0}
        aria-label={text("timeline.lanes")}
        aria-valuemin={0}
        aria-valuemax={length}
        aria-valuenow={cursor}
        aria-valuetext={text("timeline.event", { cursor: formatCount(cursor) })}
        onPointerDown={pointer.press}
        onPointerMove={pointer.move}
        onPointerUp={pointer.release}
        onPointerLeave={pointer.leave}
        onContextMenu={pointer.openMenu}
        onWheel={pointer.zoom}
        onKeyDown={onKeyDown}
      />
      <Legend shown={() => (view.current ? drawnInLanes(player, view.current.window) : new Set())} />
      {pointer.hover && <LaneCard {...pointer.hover} player={player} />}
    </>
  );
}
