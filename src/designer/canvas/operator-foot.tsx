import { useEffect, useRef, type ReactNode } from "react";
import { operatorFacts, type OperatorFacts } from "../run/operator-facts.ts";
import { formatEventTime, formatPercent, formatBytes } from "../i18n/format.ts";
import { text } from "../i18n/language.ts";
import { useText } from "../i18n/use-text.ts";
import { useHasRun, useTextScale } from "./detail.tsx";
import { recordsText } from "../run/operator-records.ts";
import { footHeight, truncateEnd } from "./node-geometry.ts";
import { nodeWidth } from "../document/places.ts";
import type { OperatorNodeData } from "./operator-node-view.tsx";
import { useSession } from "../workspace/workbench-context.ts";

const meterWidth = 46;

/**
 * The lower line of a node: what is wrong with it, or how the run goes. Facts are written to the DOM by ref, at most 10 times a
 * second, so that a running job never makes React work. [UI12]
 */
export function OperatorFoot({ data, left }: { readonly data: OperatorNodeData; readonly left: number }): ReactNode {
  const session = useSession();
  const t = useText("canvas");
  const group = useRef<SVGGElement>(null);
  const baseline = data.height - 11;
  const scale = useTextScale();
  const hasRun = useHasRun();
  const { id, error, runs } = data;
  const rest = t(runs ? "foot.notStarted" : "foot.noSubtask");
  useEffect(() => {
    const show = (): void => {
      const facts = error === undefined && session.player ? operatorFacts(session.player, id) : undefined;
      if (group.current) writeFacts(group.current, facts, { rest, scale, baseline });
    };
    show();
    return session.onFacts(show);
  }, [session, id, error, rest, scale, baseline, hasRun]);
  const top = data.height - footHeight / 2 - 3;
  if (error !== undefined) {
    return scale === 0 ? null : (
      <text className="node-foot is-error" x={left} y={baseline}>
        {truncateEnd(error, Math.floor(((nodeWidth - left - 8) * scale) / 5.6))}
        <title>{error}</title>
      </text>
    );
  }
  const isSeen = hasRun || scale > 0;
  return (
    <g ref={group} className="node-facts">
      {hasRun && (
        <g className="meter" transform={`translate(${left} ${top})`} display="none">
          <rect className="meter-bed" width={meterWidth} height="6" />
          <rect className="meter-busy" height="6" width="0" />
          <rect className="meter-pressure-floor" height="6" width="0" />
          <rect className="meter-pressure" height="6" width="0" />
          <rect className="meter-edge" width={meterWidth} height="6" />
        </g>
      )}
      {isSeen && (
        <text className="node-foot" data-rest={left} x={left} y={baseline}>
          {rest}
        </text>
      )}
      {hasRun && <text className="node-foot" data-line="2" x={left} y={baseline + 5} />}
      {hasRun && <title />}
      {isSeen && (
        <text className="node-right" x={nodeWidth - 10} y={baseline}>
          {data.fields !== undefined && t("foot.fields", { count: data.fields })}
        </text>
      )}
      {hasRun && <RunMarks data={data} left={left} />}
    </g>
  );
}

/** How far a restore is, and that the operator has failed; hidden while neither is so. */
function RunMarks({ data, left }: { readonly data: OperatorNodeData; readonly left: number }): ReactNode {
  return (
    <>
      <rect
        className="node-progress-bed"
        x={left}
        y={data.height - 5}
        width={nodeWidth - left - 10}
        height="3"
        display="none"
      />
      <rect className="node-progress" x={left} y={data.height - 5} width="0" height="3" display="none" />
      <g className="octagon" transform={`translate(${nodeWidth} 0)`} display="none">
        <path d="M-3.7-9h7.4L9-3.7v7.4L3.7 9h-7.4L-9 3.7v-7.4z" />
        <path className="octagon-cross" d="M-3.5-3.5l7 7m0-7l-7 7" />
      </g>
    </>
  );
}

/** Back pressure is what the node is about. */
const isPressed = ({ backPressured }: OperatorFacts): boolean => (backPressured ?? 0) > 0.5;

interface FootPlace {
  readonly rest: string;
  readonly scale: number;
  readonly baseline: number;
}

function writeFacts(group: SVGGElement, facts: OperatorFacts | undefined, { rest, scale, baseline }: FootPlace): void {
  const node = group.closest(".operator-node");
  const status = facts?.status ?? "notStarted";
  node?.setAttribute(
    "data-status",
    facts && isPressed(facts) && status === "running" ? "backPressured" : status,
  );
  const running = status === "running" && facts !== undefined;
  const measured = running && facts.busy !== undefined;
  show(group, ".meter", measured);
  show(group, ".octagon", status === "failed");
  show(group, ".node-progress-bed, .node-progress", status === "restoring");
  const foot = group.querySelector<SVGTextElement>(".node-foot");
  if (!foot) return;
  const left = Number(foot.dataset["rest"]);
  foot.setAttribute("x", String(measured ? left + meterWidth + 8 : left));
  const whole = facts ? factWords(facts) : rest;
  const [words = "", more = ""] = status === "failed" ? footLines(whole, ((nodeWidth - left - 8) * scale) / 5.6, scale) : [whole];
  foot.setAttribute("y", String(more === "" ? baseline : baseline - 8));
  write(foot, words);
  write(group.querySelector("[data-line]"), more);
  write(group.querySelector("title"), status === "failed" ? whole : (facts && hoverWords(facts)) ?? "");
  if (measured) writeMeter(group, facts);
  if (facts?.restore) {
    const share = facts.restore.of > 0 ? facts.restore.bytes / facts.restore.of : 0;
    group.querySelector(".node-progress")?.setAttribute("width", String((nodeWidth - left - 10) * share));
  }
  const right = group.querySelector(".node-right");
  if (right && facts) {
    const pressed = running && isPressed(facts);
    const watermark =
      running && !pressed && facts.watermark !== undefined && Number.isFinite(facts.watermark)
        ? `W ${formatEventTime(facts.watermark)}`
        : "";
    if (right.textContent !== watermark) right.textContent = watermark;
  }
}

/** All there is to say of it; the lower line has room for a part. */
function hoverWords(facts: OperatorFacts): string {
  const busy = facts.busy === undefined ? "" : text("canvas", "foot.busy", { share: formatPercent(facts.busy) });
  return [countedWords(facts), busy].filter((words) => words !== "").join(", ");
}

function write(element: Element | null, words: string): void {
  if (element && element.textContent !== words) element.textContent = words;
}

/** Text that is enlarged more than this for a small picture has one line. */
const leastForTwo = 0.85;

/** What went wrong has two lines of the foot, where they are not enlarged for a small picture; hover and inspector have all of it. */
function footLines(words: string, room: number, scale: number): readonly string[] {
  const line = Math.floor(room);
  if (words.length <= line || scale < leastForTwo) return [truncateEnd(words, line)];
  const space = words.lastIndexOf(" ", line);
  const cut = space > line / 2 ? space : line;
  return [words.slice(0, cut), truncateEnd(words.slice(cut).trimStart(), line)];
}

const countedWords = ({ records }: OperatorFacts): string => recordsText(records, (name, values) => text("run", name, values));

function factWords(facts: OperatorFacts): string {
  switch (facts.status) {
    case "running":
      if (facts.busy === undefined || !isPressed(facts)) return countedWords(facts);
      return facts.backPressuredBy === undefined
        ? text("canvas", "foot.backPressured", { share: formatPercent(facts.backPressured ?? 0) })
        : text("canvas", "foot.backPressuredBy", {
            share: formatPercent(facts.backPressured ?? 0),
            operator: facts.backPressuredBy,
          });
    case "failed":
      return text("canvas", "foot.failed", { attempt: facts.attempt ?? 1, cause: facts.cause?.replace(/\s+/g, " ") ?? "" });
    case "stopped":
      return text("canvas", "foot.stopped", { operator: facts.stoppedBy ?? "" });
    case "restoring":
      return facts.restore
        ? text("canvas", "foot.restoring", {
            checkpoint: facts.restore.checkpointId,
            bytes: formatBytes(facts.restore.bytes),
            of: formatBytes(facts.restore.of),
          })
        : text("canvas", "foot.starting");
    case "finished":
      return text("canvas", "foot.finished", { records: countedWords(facts) });
    case "canceled":
      return text("run", "status.canceled");
    case "notStarted":
      return text("canvas", "foot.notStarted");
  }
}

function writeMeter(group: SVGGElement, { busy = 0, backPressured = 0 }: OperatorFacts): void {
  const busyWidth = meterWidth * Math.min(1, busy);
  const pressureWidth = Math.min(meterWidth - busyWidth, meterWidth * backPressured);
  group.querySelector(".meter-busy")?.setAttribute("width", String(busyWidth));
  for (const bar of group.querySelectorAll(".meter-pressure-floor, .meter-pressure")) {
    bar.setAttribute("x", String(busyWidth));
    bar.setAttribute("width", String(pressureWidth));
  }
}

function show(group: SVGGElement, selector: string, visible: boolean): void {
  for (const element of group.querySelectorAll(selector)) {
    if (visible) element.removeAttribute("display");
    else element.setAttribute("display", "none");
  }
}
