import { useStoreApi } from "@xyflow/react";
import { useCallback, useEffect, useRef, useState } from "react";
import type { KeyboardEvent, RefObject } from "react";
import type { ChannelIndex } from "../../stream/indices.ts";
import type { RunPlayer } from "../run/run-player.ts";
import { toChannelIndex, toTaskIndex } from "../../stream/indices.ts";
import { useText } from "../i18n/use-text.ts";
import { describeHit } from "./describe-hit.ts";
import type { Hit } from "./hit.ts";
import type { Layout } from "./layout.ts";
import { boxOf, directionOf, nearestSubtask, walk } from "./walk.ts";
import type { PhysicalSpot, WorldBox } from "./walk.ts";
import type { Workbench } from "../workspace/workbench.ts";
import { useWorkbench } from "../workspace/workbench-context.ts";

/** Kept free round what has the focus, in pixels; at the bottom the shelf stands. */
const margin = { side: 24, bottom: 108 } as const;

interface WalkOptions {
  readonly stage: RefObject<HTMLElement | null>;
  readonly player: RunPlayer;
  readonly layout: Layout;
  /** What Enter does with a channel. */
  readonly choose: (hit: Hit) => void;
  readonly onMoved: () => void;
}

export interface Walking {
  /** Channel that has the keyboard's focus. */
  readonly channel: ChannelIndex | undefined;
  readonly onKeyDown: (event: KeyboardEvent) => void;
  readonly onFocus: (event: { readonly target: EventTarget }) => void;
  readonly onBlur: () => void;
}

/** Reaches every subtask and channel by keyboard: the camera follows by the least amount, what has the focus is read out. [PX18] */
export function useWalk({ stage, player, layout, choose, onMoved }: WalkOptions): Walking {
  const workbench = useWorkbench();
  const api = useStoreApi();
  const text = useText("run");
  const [channel, setChannel] = useState<ChannelIndex>();
  const wanted = useRef<PhysicalSpot>(undefined);
  useEffect(() => {
    const spot = wanted.current;
    if (!spot) return;
    wanted.current = undefined;
    elementOf(stage.current, spot)?.focus({ preventScroll: true });
  });
  const goTo = useCallback(
    (spot: PhysicalSpot) => {
      const box = boxOf(layout, spot);
      if (box && reveal(api.getState(), box)) onMoved();
      if (spot.kind === "subtask") return elementOf(stage.current, spot)?.focus({ preventScroll: true });
      wanted.current = spot;
      setChannel(spot.channel);
      announceHit(workbench, player, { kind: "channel", channel: spot.channel, at: { x: 0, y: 0 } }, text);
    },
    [api, layout, onMoved, player, stage, text, workbench],
  );
  const onKeyDown = (event: KeyboardEvent): void => {
    const spot = spotOf(event.target);
    if (!spot || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const next = nextSpot(player, layout, spot, event);
    const chosen = spot.kind === "channel" && (event.key === "Enter" || event.key === " ");
    if (!next && !chosen) return;
    event.preventDefault();
    event.stopPropagation();
    if (next) goTo(next);
    else if (spot.kind === "channel") choose({ kind: "channel", channel: spot.channel, at: { x: 0, y: 0 } });
  };
  const onFocus = ({ target }: { readonly target: EventTarget }): void => {
    const spot = spotOf(target);
    if (spot?.kind !== "subtask") return;
    announceHit(workbench, player, { kind: "subtask", subtask: spot.subtask, part: "box", at: { x: 0, y: 0 } }, text);
  };
  const onBlur = (): void => {
    if (wanted.current === undefined) setChannel(undefined);
  };
  return { channel, onKeyDown, onFocus, onBlur };
}

function nextSpot(player: RunPlayer, layout: Layout, spot: PhysicalSpot, { code, altKey, key }: KeyboardEvent): PhysicalSpot | undefined {
  const { topology } = player.header;
  if (key === "Escape" && spot.kind === "channel") return walk(topology, layout, spot, "right");
  const direction = directionOf(code);
  if (!direction) return undefined;
  if (altKey || spot.kind === "channel") return walk(topology, layout, spot, direction);
  const subtask = nearestSubtask(layout, spot.subtask, direction);
  return subtask === undefined ? undefined : { kind: "subtask", subtask };
}

function announceHit(workbench: Workbench, player: RunPlayer, hit: Hit, words: Parameters<typeof describeHit>[2]): void {
  const { title, lines } = describeHit(hit, player, words);
  workbench.workspace.announce([title, ...lines].join(". "));
}

/** Which subtask or channel an element of the page stands for. */
function spotOf(target: EventTarget): PhysicalSpot | undefined {
  if (!(target instanceof HTMLElement)) return undefined;
  const { subtask, channel } = target.dataset;
  if (subtask !== undefined) return { kind: "subtask", subtask: toTaskIndex(Number(subtask)) };
  return channel === undefined ? undefined : { kind: "channel", channel: toChannelIndex(Number(channel)) };
}

function elementOf(stage: HTMLElement | null, spot: PhysicalSpot): HTMLElement | null {
  const name = spot.kind === "subtask" ? `[data-subtask="${spot.subtask}"]` : `[data-channel="${spot.channel}"]`;
  return stage?.querySelector<HTMLElement>(name) ?? null;
}

type FlowState = ReturnType<ReturnType<typeof useStoreApi>["getState"]>;

/** Moves the camera by the least amount that shows a box; true when it had to. */
function reveal({ transform: [x, y, zoom], width, height, panZoom }: FlowState, box: WorldBox): boolean {
  const shift = (start: number, size: number, room: number): number =>
    Math.max(0, margin.side - start) || Math.min(0, room - start - size);
  const dx = shift(box.x * zoom + x, box.width * zoom, width - margin.side);
  const dy = shift(box.y * zoom + y, box.height * zoom, height - margin.bottom);
  if (dx === 0 && dy === 0) return false;
  void panZoom?.setViewport({ x: x + dx, y: y + dy, zoom });
  return true;
}
