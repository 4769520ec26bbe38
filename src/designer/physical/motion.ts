import type { ChannelIndex, ListBy } from "../../stream/indices.ts";
import type { DrawnElement } from "./picture.ts";
import type { ChannelPlace } from "./layout.ts";

/** Longest way of one logged place to the next, in wall milliseconds (`--dur-step`). */
export const stepMs = 120;
const plantMs = 120;
const leaveMs = 180;
const fallMs = 420;

/** cubic-bezier(.3, 0, .2, 1), close enough at 60 frames a second: slow start, long settle. */
export function flow(share: number): number {
  const t = Math.min(1, Math.max(0, share));
  return t * t * (3 - 2 * t) * (1 - t) + (1 - (1 - t) ** 3) * t;
}

interface Travel {
  from: number;
  to: number;
  startedAt: number;
  at: number;
  element: DrawnElement;
  seenIn: number;
}

/** Something that has left the picture and fades where it stood. */
export interface Leaving {
  readonly element: DrawnElement;
  /** 0 when it left, 1 when it is gone. */
  readonly share: number;
}

export interface MotionStep {
  /** Wall clock in milliseconds. */
  readonly wall: number;
  /** False: everything stands at once where the log says it is (scrubbing, reduced motion). */
  readonly travels: boolean;
  /** Channels that move too fast to be followed. */
  readonly inPlace?: ReadonlySet<ChannelIndex>;
}

/** Moves every element from the place it was drawn at to the place the picture now gives it. Knows nothing of the log. */
export class Motion {
  readonly #travels = new Map<number, Travel>();
  #leaving: (Leaving & { readonly startedAt: number })[] = [];
  #frame = 0;
  #moving = false;

  /** Anything still under way: the next frame must be drawn. */
  get moving(): boolean {
    return this.#moving || this.#leaving.length > 0;
  }

  /** Place on its flume at which each element is to be drawn, by position in `elements`. */
  advance(elements: readonly DrawnElement[], places: ListBy<ChannelIndex, ChannelPlace>, step: MotionStep): Float64Array {
    this.#frame++;
    this.#moving = false;
    const result = new Float64Array(elements.length);
    elements.forEach((element, index) => {
      const place = element.channel === undefined ? undefined : places[element.channel];
      result[index] = place ? this.#advanceOne(element, place, step) : 0;
    });
    this.#collectLeaving(step);
    return result;
  }

  leaving(wall: number): readonly Leaving[] {
    const shareOf = (one: Leaving & { readonly startedAt: number }): number =>
      (wall - one.startedAt) / (one.element.form === "record" ? fallMs : leaveMs);
    this.#leaving = this.#leaving.filter((one) => shareOf(one) < 1);
    return this.#leaving.map((one) => ({ ...one, share: shareOf(one) }));
  }

  #advanceOne(element: DrawnElement, { flume }: ChannelPlace, step: MotionStep): number {
    const target = Math.min(element.at, flume.bay);
    const inPlace = element.channel !== undefined && step.inPlace?.has(element.channel) === true;
    const still = !step.travels || element.where === "lost" || inPlace;
    const known = this.#travels.get(element.id);
    const from = known ? known.at : this.#origin(element, flume);
    const travel = known ?? { from, to: target, startedAt: step.wall, at: from, element, seenIn: 0 };
    if (!known) this.#travels.set(element.id, travel);
    travel.seenIn = this.#frame;
    travel.element = element;
    if (still) return this.#stand(travel, target, step.wall);
    if (element.where === "reach") return this.#follow(travel, target, step.wall);
    if (travel.to !== target) {
      travel.from = travel.at;
      travel.to = target;
      travel.startedAt = step.wall;
    }
    const duration = element.where === "wall" ? plantMs : stepMs;
    const share = (step.wall - travel.startedAt) / duration;
    travel.at = share >= 1 ? target : travel.from + (target - travel.from) * flow(share);
    if (share < 1) this.#moving = true;
    return travel.at;
  }

  /** Records come out of the sender's bay, control elements out of its spout. */
  #origin({ where, form }: DrawnElement, flume: ChannelPlace["flume"]): number {
    if (where === "hand") return flume.wall;
    return form === "record" ? flume.start : 0;
  }

  /** On the reach the target itself moves with the job clock; the way from the bay is blended in. */
  #follow(travel: Travel, target: number, wall: number): number {
    const share = (wall - travel.startedAt) / stepMs;
    travel.to = target;
    travel.at = share >= 1 ? target : travel.from + (target - travel.from) * flow(share);
    // Later it moves with the clock alone, and a run at rest has it stand.
    if (share < 1) this.#moving = true;
    return travel.at;
  }

  #stand(travel: Travel, target: number, wall: number): number {
    travel.at = target;
    travel.from = target;
    travel.to = target;
    travel.startedAt = wall - stepMs;
    return target;
  }

  #collectLeaving(step: MotionStep): void {
    for (const [id, travel] of this.#travels) {
      if (travel.seenIn === this.#frame) continue;
      this.#travels.delete(id);
      if (!step.travels || !leavesVisibly(travel.element)) continue;
      this.#leaving.push({ element: travel.element, share: 0, startedAt: step.wall });
    }
  }
}

/** What is taken away where it stands: control elements at the wall, a record that its window drops. */
const leavesVisibly = ({ form, late }: DrawnElement): boolean => form === "barrier" || form === "watermark" || late === "dropped";
