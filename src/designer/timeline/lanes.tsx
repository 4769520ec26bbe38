import { useEffect, useRef } from "react";
import type { KeyboardEvent, PointerEvent, ReactNode, WheelEvent } from "react";
import { formatCount } from "../i18n/format.ts";
import { useText } from "../i18n/use-text.ts";
import type { RunPlayer } from "../run/run-player.ts";
import type { Session } from "../run/session.ts";
import { Brush } from "../physical/paint/brush.ts";
import type { Words } from "../physical/paint/subtask.ts";
import { readTheme } from "../physical/paint/theme.ts";
import { useFailure } from "../workspace/use-failure.ts";
import { axisHeight, lanesTop, paintLanes, timeAtX } from "./paint-lanes.ts";
import { cursorAt, followingWindow } from "./time-axis.ts";
import type { ShownTime } from "./time-axis.ts";
import { useRun, useSession, useSessionState } from "../workspace/workbench-context.ts";

const laneHeights = { low: 20, high: 36 } as const;
const maxPixelRatio = 2;

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

  constructor(canvas: HTMLCanvasElement, session: Session, words: Words) {
    this.#canvas = canvas;
    this.#session = session;
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

  /** True when there was something new to draw. */
  draw(): boolean {
    const player = this.#session.player;
    const brush = this.#brush;
    const { clientWidth: width, clientHeight: height } = this.#canvas;
    if (!player || !brush || width === 0) return false;
    const inWindow = player.now >= this.window.from && player.now <= this.window.to;
    if (player.following || !inWindow) this.frozen = false;
    if (!this.frozen) this.window = followingWindow(player.now, player.lanes, this.span);
    const ratio = Math.min(maxPixelRatio, devicePixelRatio);
    const sight = `${width} ${height} ${ratio} ${this.window.from} ${this.window.to} ${this.scroll}`;
    const state = `${sight} ${player.view.cursor} ${player.now} ${player.log.length} ${player.lineage?.receipts.size}`;
    if (state === this.#last) return false;
    this.#last = state;
    if (this.#canvas.width !== Math.round(width * ratio) || this.#canvas.height !== Math.round(height * ratio)) {
      this.#canvas.width = Math.round(width * ratio);
      this.#canvas.height = Math.round(height * ratio);
    }
    brush.context.setTransform(ratio, 0, 0, ratio, 0, 0);
    brush.context.clearRect(0, 0, width, height);
    brush.begin();
    paintLanes(brush, {
      player,
      window: this.window,
      width,
      height,
      laneHeight: this.laneHeight,
      scroll: this.scroll,
      words: this.#words,
    });
    return true;
  }
}

/** Space-time diagram: one lane per subtask; dragging anywhere looks at that moment. */
export function Lanes(): ReactNode {
  const text = useText("run");
  const player = useRun();
  return player ? <LanesOf player={player} /> : <p className="timeline-empty">{text("timeline.empty")}</p>;
}

/** The lanes of a run. Another run is drawn anew, with the zoom that was chosen. */
function LanesOf({ player }: { readonly player: RunPlayer }): ReactNode {
  const session = useSession();
  const text = useText("run");
  const fail = useFailure();
  const canvas = useRef<HTMLCanvasElement>(null);
  const view = useRef<LanesView>(undefined);
  const words = useRef(text);
  useEffect(() => {
    words.current = text;
  });
  const cursor = useSessionState((state) => state.cursor);
  const length = useSessionState((state) => state.length);
  useEffect(() => {
    if (!canvas.current) return;
    const made = new LanesView(canvas.current, session, (key, values) => words.current(key, values));
    made.span = view.current?.span;
    view.current = made;
    const observer = new MutationObserver(() => made.refresh());
    observer.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme", "lang"] });
    void document.fonts.ready.then(() => made.refresh());
    const stop = session.frames.add(() => made.draw(), fail);
    return () => {
      stop();
      observer.disconnect();
    };
  }, [session, player, fail]);

  const scrub = (event: PointerEvent): void => {
    const [at, element] = [view.current, canvas.current];
    if (event.buttons !== 1 || !at || !element || !session.player) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    at.frozen = true;
    const time = timeAtX({ window: at.window, width: element.clientWidth }, event.clientX - element.getBoundingClientRect().left);
    session.seek(cursorAt(session.player.log, time));
  };
  const zoom = (event: WheelEvent): void => {
    const at = view.current;
    if (!at) return;
    session.frames.wake();
    if (!event.ctrlKey && !event.metaKey) {
      const lanes = (session.player?.lanes.lanes.length ?? 0) * at.laneHeight + lanesTop + axisHeight;
      at.scroll = Math.min(Math.max(0, lanes - (canvas.current?.clientHeight ?? 0)), Math.max(0, at.scroll + event.deltaY));
      return;
    }
    at.frozen = false;
    at.span = (at.window.to - at.window.from) * Math.exp(event.deltaY / 400);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const by = { ArrowLeft: -1, ArrowRight: 1, PageUp: -100, PageDown: 100, Home: -Infinity, End: Infinity }[event.code];
    if (by === undefined || !session.player) return;
    event.preventDefault();
    event.stopPropagation();
    if (by === Infinity) session.follow();
    else session.seek(Math.max(0, cursor + by));
  };
  return (
    <canvas
      ref={canvas}
      className="lanes-canvas"
      role="slider"
      tabIndex={0}
      aria-label={text("timeline.lanes")}
      aria-valuemin={0}
      aria-valuemax={length}
      aria-valuenow={cursor}
      aria-valuetext={text("timeline.event", { cursor: formatCount(cursor) })}
      onPointerDown={scrub}
      onPointerMove={scrub}
      onWheel={zoom}
      onKeyDown={onKeyDown}
    />
  );
}
