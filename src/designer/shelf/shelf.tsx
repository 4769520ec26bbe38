import { useEffect, useRef, useState } from "react";
import type { ReactNode } from "react";
import type { CheckpointState } from "../../observe/run-state.ts";
import { formatBytes, formatDuration } from "../i18n/format.ts";
import { useText } from "../i18n/use-text.ts";
import { boxesOf, boxLimit, faceOf, shelfOf } from "./shelf-layout.ts";
import type { CardBox, ShelfCard } from "./shelf-layout.ts";
import { Icon } from "../glyph/icon.tsx";
import { goReason } from "../run/availability.ts";
import { checkpointReason } from "../run/checkpoint-reason.ts";
import { actOrExplain } from "../workspace/act-or-explain.ts";
import "./shelf.css";
import { useSession, useSessionState, useWorkbench, useWorkspace } from "../workspace/workbench-context.ts";

/** Checkpoints as cards on a plank along the canvas's lower edge. */
export function Shelf(): ReactNode {
  const workbench = useWorkbench();
  const session = useSession();
  const { player } = session;
  // Rendered again when the cards change, not with every look at the run.
  useSessionState(() => player && faceOf(player.view));
  const text = useText("run");
  const ref = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(1000);
  const selected = useWorkspace(({ selection }) => selection.checkpoint);
  useEffect(() => {
    const element = ref.current;
    if (!element) return;
    const observer = new ResizeObserver(() => setWidth(element.clientWidth));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  const view = player?.view;
  const shelf = view && shelfOf(view, width);
  const coming = view?.subtasks.some(({ state }) => state === "DEPLOYING" || state === "INITIALIZING");
  const restoring = coming ? view?.restore?.checkpointId : undefined;
  const interval = useSessionState(({ document }) => document?.config["execution.checkpointing.interval"]);
  const nameOf = (checkpoint: CheckpointState): string => {
    const why = checkpoint.reason === undefined ? "" : `: ${checkpointReason(checkpoint.reason)}`;
    return text("shelf.cardName", { id: checkpoint.id, status: statusWords(checkpoint, text, checkpoint.id === restoring) + why });
  };
  return (
    <section
      className="shelf"
      ref={ref}
      aria-label={text("shelf.title")}
      onContextMenu={(event) => workbench.contextMenu.show(event, { kind: "picture" })}
    >
      <div className="shelf-label">
        <b>{text("shelf.title")}</b>
        <span>{interval === undefined ? text("shelf.noInterval") : text("shelf.interval", { interval })}</span>
        <TriggerCheckpoint />
      </div>
      {shelf?.folded && (
        <span className="shelf-folded" style={{ left: shelf.folded.x }}>
          +{shelf.folded.count}
        </span>
      )}
      {shelf?.cards.map((card) => (
        <button
          key={card.checkpoint.id}
          type="button"
          className={`shelf-card ${card.form} ${card.checkpoint.status}${card.checkpoint.id === restoring ? " restoring" : ""}`}
          style={{ left: card.x, width: card.width }}
          aria-pressed={card.checkpoint.id === selected}
          aria-label={nameOf(card.checkpoint)}
          title={nameOf(card.checkpoint)}
          onClick={() => workbench.workspace.showCheckpoint(card.checkpoint.id)}
          onContextMenu={(event) => workbench.contextMenu.show(event, { kind: "checkpoint", id: card.checkpoint.id })}
        >
          {card.form === "spine" ? (
            <Spine id={card.checkpoint.id} />
          ) : (
            <CardFace card={card} status={statusWords(card.checkpoint, text, card.checkpoint.id === restoring)} />
          )}
        </button>
      ))}
    </section>
  );
}

/** Takes one now, beside those that come by themselves. [UI124] */
function TriggerCheckpoint(): ReactNode {
  const { workspace } = useWorkbench();
  const session = useSession();
  const text = useText("run");
  const reason = useSessionState(goReason);
  const why = reason === undefined ? undefined : text(reason);
  return (
    <button type="button" {...actOrExplain(workspace, text("command.checkpoint"), why, () => session.triggerCheckpoint())}>
      <Icon name="plus" size={12} />
      {text("shelf.trigger")}
    </button>
  );
}

type Translate = ReturnType<typeof useText>;

function statusWords(checkpoint: CheckpointState, text: Translate, restoring: boolean): string {
  if (restoring) return text("shelf.restoring");
  if (checkpoint.status === "pending")
    return text("shelf.acknowledged", { count: checkpoint.acknowledged, of: checkpoint.expected.length });
  if (checkpoint.savepoint && checkpoint.status === "completed") return text("shelf.kept");
  return text(`shelf.${checkpoint.status}`);
}

/** The barrier's gate: the same core pattern as in the channels. */
function CardGate({
  id,
  x,
  y,
  height,
}: {
  readonly id: number;
  readonly x: number;
  readonly y: number;
  readonly height: number;
}): ReactNode {
  const core = id % 4;
  const rungs = Array.from({ length: Math.max(0, Math.floor((height - 5) / 5) + 1) }, (_, place) => 3 + place * 5);
  return (
    <g transform={`translate(${x} ${y})`} fill="var(--ink-1)">
      <rect x={-4.5} width={9} height={height} fill="var(--node)" />
      {core === 1 && <rect x={-1.5} width={3} height={height} />}
      {core === 2 && rungs.map((at) => <rect key={at} x={-1.5} y={at} width={3} height={2} />)}
      {core === 0 && <rect x={-1.5} width={3} height={height / 2} />}
      <rect x={-4.5} width={3} height={height} />
      <rect x={1.5} width={3} height={height} />
    </g>
  );
}

function Spine({ id }: { readonly id: number }): ReactNode {
  return (
    <svg width={16} height={54} aria-hidden="true">
      <CardGate id={id} x={8} y={6} height={30} />
      <text x={8} y={49.5} textAnchor="middle" className={id > 99 ? "spine-number long" : "spine-number"}>
        {id}
      </text>
    </svg>
  );
}

function CardFace({ card, status }: { readonly card: ShelfCard; readonly status: string }): ReactNode {
  const text = useText("run");
  const { checkpoint, width } = card;
  const boxes = boxesOf(card);
  return (
    <svg width={width} height={66} aria-hidden="true">
      {checkpoint.savepoint && <path className="fold" d={`M${width - 12} 0v12h12z`} />}
      <CardGate id={checkpoint.id} x={11} y={7} height={52} />
      <text className="number" x={22} y={17}>
        {checkpoint.savepoint ? text("shelf.savepoint", { id: checkpoint.id }) : `#${checkpoint.id}`}
      </text>
      <text className="status" x={width - (checkpoint.savepoint ? 18 : 8)} y={17} textAnchor="end">
        {status}
      </text>
      {boxes.map((box) => (
        <Box key={box.subtask} box={box} />
      ))}
      {checkpoint.expected.length > boxLimit && <AcknowledgeBar checkpoint={checkpoint} width={width - 32} />}
      <foreignObject x={22} y={35} width={width - 26} height={28}>
        <span className="foot">{footOf(checkpoint, text)}</span>
      </foreignObject>
    </svg>
  );
}

function footOf(checkpoint: CheckpointState, text: Translate): string {
  const { status, reason } = checkpoint;
  if (status === "failed") return reason === undefined ? text("shelf.failed") : checkpointReason(reason);
  if (checkpoint.durationMs === undefined) return "";
  return `${formatBytes(checkpoint.bytes)}, ${formatDuration(checkpoint.durationMs)}`;
}

function Box({ box }: { readonly box: CardBox }): ReactNode {
  const middle = box.x + box.width / 2;
  return (
    <g className={`box ${box.phase}`}>
      <rect x={box.x} y={25} width={box.width} height={11} />
      {box.phase === "uploading" && <rect className="part" x={box.x} y={25} width={box.width * 0.6} height={11} />}
      {box.phase === "aligning" && <path d={`M${box.x + 1} 35l9-9M${box.x + 6} 35l9-9M${box.x + 11} 35l6-6`} clipPath="none" />}
      {box.phase === "acknowledged" && <path d={`M${middle - 3.5} 30.5l2.5 2.5 4.5-5`} />}
      {box.phase === "declined" && <path d={`M${middle - 3} 27.5l6 6m0-6l-6 6`} />}
    </g>
  );
}

function AcknowledgeBar({ checkpoint, width }: { readonly checkpoint: CheckpointState; readonly width: number }): ReactNode {
  const done =
    checkpoint.status === "completed" || checkpoint.status === "subsumed" ? checkpoint.expected.length : checkpoint.acknowledged;
  return (
    <g className="box acknowledged">
      <rect x={22} y={25} width={width} height={11} className="all" />
      <rect x={22} y={25} width={(width * done) / checkpoint.expected.length} height={11} />
    </g>
  );
}
