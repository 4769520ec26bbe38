import { useEffect, useRef, useState } from "react";
import type { KeyboardEvent, PointerEvent, ReactNode } from "react";
import { formatCount } from "../i18n/format.ts";
import { useText } from "../i18n/use-text.ts";
import { Brush } from "../physical/paint/brush.ts";
import type { Words } from "../physical/paint/subtask.ts";
import { readTheme } from "../physical/paint/theme.ts";
import { cursorAt } from "../run/cursor-at.ts";
import type { RunPlayer } from "../run/run-player.ts";
import { useFailure } from "../workspace/use-failure.ts";
import { useRun, useSession, useSessionState, useWorkbench } from "../workspace/workbench-context.ts";
import type { Workbench } from "../workspace/workbench.ts";
import { chartRows, type ChartRow } from "./chart-rows.ts";
import { ChartTable } from "./chart-table.tsx";
import { chartAxis, chartHead, chartNames, chartRow, columnNames, leastColumn, paintCharts, timeAtChart } from "./paint-charts.ts";

const maxPixelRatio = 2;
/** Between two drawings while the run goes on. */
const drawMs = 250;
/** Samples taken in one frame. */
const samplesAtOnce = 24;

/** The run over its time, as charts or as a table. Loaded when it is first opened; nothing is read of a run before. [OB51] */
export function ChartsTab(): ReactNode {
  const t = useText("output");
  const player = useRun();
  const [asTable, setAsTable] = useState(false);
  if (!player) return <p className="timeline-empty">{t("charts.none")}</p>;
  return (
    <div className="charts">
      <div className="charts-as" role="group" aria-label={t("charts.as")}>
        {([false, true] as const).map((table) => (
          <button
            key={String(table)}
            type="button"
            className="row-button"
            aria-pressed={asTable === table}
            onClick={() => setAsTable(table)}
          >
            {t(table ? "charts.asTable" : "charts.asCharts")}
          </button>
        ))}
      </div>
      {asTable ? <ChartTable player={player} /> : <Charts player={player} />}
    </div>
  );
}

/** What the canvas keeps between frames; not React's. */
class ChartsView {
  readonly #canvas: HTMLCanvasElement;
  readonly #workbench: Workbench;
  readonly #words: Words;
  readonly #rows: readonly ChartRow[];
  #brush: Brush | undefined;
  #last = "";
  #drawn = 0;

  constructor(canvas: HTMLCanvasElement, workbench: Workbench, player: RunPlayer, words: Words) {
    this.#canvas = canvas;
    this.#workbench = workbench;
    this.#words = words;
    this.#rows = chartRows(player);
    this.refresh();
  }

  refresh(): void {
    const context = this.#canvas.getContext("2d");
    if (context) this.#brush = new Brush(context, readTheme(this.#canvas));
    this.#last = "";
  }

  /** All columns next to each other, in sight or not. */
  get width(): number {
    return Math.max(this.#canvas.clientWidth, chartNames + leastColumn * columnNames.length);
  }

  /** True when there was something new to draw, or there is more to read. */
  draw(wall: number): boolean {
    const { player } = this.#workbench.session;
    const brush = this.#brush;
    const { clientWidth: width, clientHeight: height, parentElement } = this.#canvas;
    if (!player || !brush || width === 0) return false;
    const more = player.samples.advance(samplesAtOnce);
    if (player.following && !more && wall - this.#drawn < drawMs) return true;
    const { scrollLeft: scrollX = 0, scrollTop: scrollY = 0 } = parentElement ?? {};
    const { checkpoint } = this.#workbench.workspace.selection;
    const ratio = Math.min(maxPixelRatio, devicePixelRatio);
    const { length } = player.samples.all;
    const state = `${width} ${height} ${ratio} ${scrollX} ${scrollY} ${player.now} ${player.log.length} ${length} ${checkpoint}`;
    if (state === this.#last) return more;
    this.#last = state;
    this.#drawn = wall;
    if (this.#canvas.width !== Math.round(width * ratio) || this.#canvas.height !== Math.round(height * ratio)) {
      this.#canvas.width = Math.round(width * ratio);
      this.#canvas.height = Math.round(height * ratio);
    }
    brush.context.setTransform(ratio, 0, 0, ratio, 0, 0);
    brush.context.clearRect(0, 0, width, height);
    brush.begin();
    paintCharts(brush, {
      player,
      rows: this.#rows,
      samples: player.samples.all,
      width: this.width,
      height,
      scrollX,
      scrollY,
      selected: checkpoint,
      words: this.#words,
    });
    return true;
  }
}

/** Small multiples over one time; dragging anywhere looks at that moment, as in the lanes. */
function Charts({ player }: { readonly player: RunPlayer }): ReactNode {
  const workbench = useWorkbench();
  const session = useSession();
  const t = useText("output");
  const run = useText("run");
  const fail = useFailure();
  const canvas = useRef<HTMLCanvasElement>(null);
  const view = useRef<ChartsView>(undefined);
  const words = useRef(t);
  useEffect(() => {
    words.current = t;
  });
  const cursor = useSessionState((state) => state.cursor);
  const length = useSessionState((state) => state.length);
  useEffect(() => {
    const element = canvas.current;
    if (!element) return undefined;
    const made = new ChartsView(element, workbench, player, (key, values) => words.current(key, values));
    view.current = made;
    const observer = new MutationObserver(() => made.refresh());
    observer.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme", "lang"] });
    void document.fonts.ready.then(() => made.refresh());
    const stop = session.frames.add((wall) => made.draw(wall), fail);
    const wake = (): void => session.frames.wake();
    element.parentElement?.addEventListener("scroll", wake);
    return () => {
      stop();
      observer.disconnect();
      element.parentElement?.removeEventListener("scroll", wake);
    };
  }, [workbench, session, player, fail]);
  const scrub = (event: PointerEvent): void => {
    const [at, element] = [view.current, canvas.current];
    if (event.buttons !== 1 || !at || !element) return;
    const place = { width: at.width, scrollX: element.parentElement?.scrollLeft ?? 0, end: player.log.head.at };
    const time = timeAtChart(place, event.clientX - element.getBoundingClientRect().left);
    if (time === undefined) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    session.seek(cursorAt(player.log, time));
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const by = { ArrowLeft: -1, ArrowRight: 1, PageUp: -100, PageDown: 100, Home: -Infinity, End: Infinity }[event.code];
    if (by === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    if (by === Infinity) session.follow();
    else session.seek(Math.max(0, cursor + by));
  };
  const rows = chartRows(player).length;
  const size = { width: chartNames + leastColumn * columnNames.length, height: chartHead + rows * chartRow + chartAxis };
  return (
    <div className="charts-scroll">
      <canvas
        ref={canvas}
        className="charts-canvas"
        role="slider"
        tabIndex={0}
        aria-label={t("charts.label")}
        aria-valuemin={0}
        aria-valuemax={length}
        aria-valuenow={cursor}
        aria-valuetext={run("timeline.event", { cursor: formatCount(cursor) })}
        onPointerDown={scrub}
        onPointerMove={scrub}
        onKeyDown={onKeyDown}
      />
      <div className="charts-room" style={{ minWidth: size.width, height: size.height }} />
    </div>
  );
}
