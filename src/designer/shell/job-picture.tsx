import type { ReactNode } from "react";
import type { JobDocument } from "../../graph/job-document.ts";
import { positionsOf } from "../document/apply-change.ts";
import { nodeWidth } from "../document/places.ts";

/** Operators and edges that a small picture draws; more would only be a grey area. */
const drawnMax = 200;
const nodeHeight = 70;
const stamp: Room = { width: 96, height: 48 };
interface Room {
  readonly width: number;
  readonly height: number;
}

interface JobPictureProps {
  readonly job: JobDocument;
  /** As a stamp, unless there is more room. */
  readonly room?: Room;
}

/** A job in small: where its operators stand and how they are joined. */
export function JobPicture({ job, room = stamp }: JobPictureProps): ReactNode {
  const places = positionsOf(job);
  const margin = room.width / 24;
  const nodes = job.operators.slice(0, drawnMax).flatMap(({ id }) => (places[id] ? [{ id, ...places[id] }] : []));
  if (nodes.length === 0) return <svg className="job-picture" viewBox={`0 0 ${room.width} ${room.height}`} aria-hidden="true" />;
  const [left, top] = [Math.min(...nodes.map(({ x }) => x)), Math.min(...nodes.map(({ y }) => y))];
  const width = Math.max(...nodes.map(({ x }) => x)) + nodeWidth - left;
  const height = Math.max(...nodes.map(({ y }) => y)) + nodeHeight - top;
  // A small job is drawn no larger than one of a few operators.
  const largest = (room.width * 0.16) / stamp.width;
  const scale = Math.min((room.width - 2 * margin) / width, (room.height - 2 * margin) / height, largest);
  const [x0, y0] = [(room.width - width * scale) / 2, (room.height - height * scale) / 2];
  const at = new Map(nodes.map(({ id, x, y }) => [id, { x: x0 + (x - left) * scale, y: y0 + (y - top) * scale }]));
  const [w, h] = [Math.max(2, nodeWidth * scale), Math.max(2, nodeHeight * scale)];
  return (
    <svg className="job-picture" viewBox={`0 0 ${room.width} ${room.height}`} aria-hidden="true">
      {job.edges.slice(0, drawnMax).map(({ id, from, to }) => {
        const [a, b] = [at.get(from.operator), at.get(to.operator)];
        return a && b && <path key={id} d={`M${a.x + w} ${a.y + h / 2}L${b.x} ${b.y + h / 2}`} />;
      })}
      {[...at].map(([id, { x, y }]) => (
        <rect key={id} x={x} y={y} width={w} height={h} rx={1} />
      ))}
    </svg>
  );
}
