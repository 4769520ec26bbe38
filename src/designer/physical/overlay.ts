import type { ChannelIndex, TaskIndex } from "../../stream/indices.ts";
import type { JobDocument } from "../../graph/job-document.ts";
import type { Origins } from "../../graph/origins.ts";
import type { TopologyChannel } from "../../observe/event.ts";
import type { Session } from "../run/session.ts";
import type { RunState } from "../../observe/run-state.ts";
import type { RunPlayer } from "../run/run-player.ts";
import { chainRecords } from "../run/operator-records.ts";
import { shelfOf, boxesOf } from "../shelf/shelf-layout.ts";
import { detailAt } from "./detail.ts";
import type { Detail } from "./detail.ts";
import { frozenBy, type Flight } from "./flights.ts";
import type { Point } from "./flume.ts";
import { hitTest } from "./hit.ts";
import type { Hit } from "./hit.ts";
import type { Layout, SubtaskBox } from "./layout.ts";
import { flow, Motion } from "./motion.ts";
import { Brush } from "./paint/brush.ts";
import { DiscSprites } from "./paint/disc-sprites.ts";
import { heldNotes, firstRunNotes, paintNotes } from "./paint/notes.ts";
import type { Rect } from "./paint/label-space.ts";
import { paintScene } from "./paint/scene.ts";
import type { Scene } from "./paint/scene.ts";
import type { Words } from "./paint/subtask.ts";
import { readTheme } from "./paint/theme.ts";
import { pictureOf } from "./picture.ts";
import { SheetMotion } from "./sheet-motion.ts";
import type { Picture } from "./picture.ts";
import { visibleParts } from "./visible.ts";

/** Pan and zoom: screen = world * zoom + (x, y). */
export interface Camera {
  readonly x: number;
  readonly y: number;
  readonly zoom: number;
}

export interface OverlayInputs {
  readonly camera: () => Camera;
  readonly words: Words;
  readonly selected: () => { readonly subtask: TaskIndex | undefined; readonly channel: ChannelIndex | undefined };
  /** Channel that has the keyboard's focus. */
  readonly focused: () => number | undefined;
  readonly reducedMotion: () => boolean;
  /** Notes of the first run are shown. */
  readonly notes: () => boolean;
  /** Drawing threw this; it has stopped. */
  readonly onFailure: (thrown: unknown) => void;
}

const maxPixelRatio = 2;
const maxSpeedIntervalMs = 100;
/** The hatch of an input that was shut begins to sweep when the gate has dropped. */
const sweep = { delay: 120, duration: 180 } as const;
/** Height that the cards of checkpoints take from the picture, in px; no note lies there. */
const cardsRoom = 88;
const noteSeconds = 8;
/** Grid of the ground; it vanishes below half size. */
const dotGap = 24;
const dotsFrom = 0.5;

const nothingFollowed: ReadonlySet<number> = new Set();

/** Draws everything that moves on one canvas, from the job's frame loop. Nothing of it is React's. */
export class Overlay {
  readonly #canvas: HTMLCanvasElement;
  readonly #session: Session;
  readonly #layout: Layout;
  readonly #inputs: OverlayInputs;
  readonly #motion = new Motion();
  readonly #sheets = new SheetMotion();
  readonly #heldSince = new Map<ChannelIndex, number>();
  readonly #stop: () => void;
  #brush: Brush | undefined;
  #sprites: DiscSprites | undefined;
  #detail: Detail = 2;
  #drawn: { readonly picture: Picture; readonly places: Float64Array } | undefined;
  #last = "";
  #lastAt = 0;
  #notesSince: number | undefined;
  /** Frames that were drawn, for measuring. */
  frames = 0;

  constructor(canvas: HTMLCanvasElement, session: Session, layout: Layout, inputs: OverlayInputs) {
    this.#canvas = canvas;
    this.#session = session;
    this.#layout = layout;
    this.#inputs = inputs;
    this.refreshTheme();
    this.#stop = session.frames.add((wall) => this.#frame(wall), inputs.onFailure);
  }

  dispose(): void {
    this.#stop();
  }

  get picture(): Picture | undefined {
    return this.#drawn?.picture;
  }

  /** Theme, language or fonts have changed. */
  refreshTheme(): void {
    const context = this.#canvas.getContext("2d");
    if (!context) return;
    const theme = readTheme(this.#canvas);
    this.#brush = new Brush(context, theme);
    this.#sprites = new DiscSprites(theme);
    this.#last = "";
  }

  /** What is drawn at a point of the canvas, in its CSS pixels. */
  hit(x: number, y: number): Hit | undefined {
    if (!this.#drawn) return undefined;
    return hitTest(this.#drawn.picture, this.#drawn.places, this.#layout, this.#toWorld(x, y));
  }

  toScreen({ x, y }: Point): Point {
    const camera = this.#inputs.camera();
    return { x: x * camera.zoom + camera.x, y: y * camera.zoom + camera.y };
  }

  #toWorld(x: number, y: number): Point {
    const camera = this.#inputs.camera();
    return { x: (x - camera.x) / camera.zoom, y: (y - camera.y) / camera.zoom };
  }

  #frame(wall: number): boolean {
    const player = this.#session.player;
    const brush = this.#brush;
    if (!player || !brush || !this.#sprites) return false;
    const { speed, phase } = this.#session.store.getState();
    const fastest = speed === Infinity && phase === "running";
    if (fastest && wall - this.#lastAt < maxSpeedIntervalMs && !this.#cameraMoved()) return false;
    if (!this.#changed(player)) return false;
    this.#lastAt = wall;
    this.frames++;
    this.#draw(brush, player, wall, fastest);
    return true;
  }

  #cameraMoved(): boolean {
    const { x, y, zoom } = this.#inputs.camera();
    return !this.#last.startsWith(`${x} ${y} ${zoom} `);
  }

  /** True when this frame would differ from the last one. */
  #changed(player: RunPlayer): boolean {
    const { x, y, zoom } = this.#inputs.camera();
    const { subtask, channel } = this.#inputs.selected();
    const { clientWidth, clientHeight } = this.#canvas;
    const sight = `${x} ${y} ${zoom} ${clientWidth} ${clientHeight} ${devicePixelRatio}`;
    const moment = `${player.view.cursor} ${player.now} ${player.load?.looks} ${player.lineage?.members.size}`;
    const state = `${sight} ${moment} ${subtask} ${channel} ${this.#inputs.focused()} ${this.#inputs.notes()}`;
    const same = state === this.#last;
    this.#last = state;
    return !same || this.#motion.moving || this.#sheets.moving;
  }

  #draw(brush: Brush, player: RunPlayer, wall: number, fastest: boolean): void {
    const camera = this.#inputs.camera();
    this.#detail = detailAt(camera.zoom, this.#detail);
    const size = this.#resize();
    const gauges = fastest || player.header.mode === "freeRunning";
    const selected = this.#inputs.selected();
    const visible = visibleParts(this.#layout, camera, size);
    const view = player.view;
    const picture = pictureOf(view, this.#layout, {
      now: player.now,
      detail: this.#detail,
      labels: player.labels,
      gauges,
      visible: visible.channels,
      queued: (channel) => player.queued(channel),
      ...(selected.channel !== undefined && { selected: new Set([selected.channel]) }),
    });
    const reduced = this.#inputs.reducedMotion();
    const jumped = player.takeJump();
    const moved = reduced && !jumped ? this.#movedIn(picture) : new Set<number>();
    const travels = !jumped && !reduced && !fastest;
    const places = this.#motion.advance(picture.elements, this.#layout.channels, { wall, travels, inPlace: player.busyChannels });
    this.#drawn = { picture, places };
    this.#noteHeld(picture, wall, travels);
    const flights = this.#sheets.advance(view, player.now, { wall, travels: travels && this.#session.store.getState().speed < 1 });
    this.#begin(brush, camera, size);
    const scene: Scene = {
      run: view,
      layout: this.#layout,
      picture,
      places,
      leaving: this.#motion.leaving(wall),
      flights: this.#placeFlights(player.view, flights, camera, size),
      frozen: frozenBy(flights),
      notedFlight: this.#inputs.notes() ? 0 : undefined,
      view: viewOf(camera, size),
      now: player.now,
      labels: player.labels,
      words: this.#inputs.words,
      meter: (subtask) => player.meter(subtask),
      records: (subtask) => player.records(subtask),
      operatorRecords: (subtask, operator) => chainRecords(player, subtask, operator),
      sprites: this.#sprites ?? new DiscSprites(brush.theme),
      selectedSubtask: selected.subtask,
      selectedChannel: selected.channel,
      focusedChannel: this.#inputs.focused(),
      strategyOf: (channel) => strategyOf(channel, player.header.origins, this.#session.document),
      keysOf: (channel) => keysOf(channel, player.header.origins, this.#session.document),
      gauges,
      detailed: this.#detail === 2,
      visibleChannels: visible.channels,
      visibleSubtasks: visible.subtasks,
      underlined: moved,
      followed: player.lineage?.members ?? nothingFollowed,
      sweep: (channel) => this.#sweepOf(channel, wall),
    };
    paintScene(brush, scene);
    this.#paintNotes(brush, scene, wall);
    this.#dropSweeps(wall);
  }

  #begin(brush: Brush, camera: Camera, size: Size): void {
    const { context } = brush;
    const stage = this.#canvas.parentElement;
    if (stage) {
      stage.style.backgroundSize = camera.zoom < dotsFrom ? "0 0" : `${dotGap * camera.zoom}px ${dotGap * camera.zoom}px`;
      stage.style.backgroundPosition = `${camera.x}px ${camera.y}px`;
    }
    const ratio = Math.min(maxPixelRatio, devicePixelRatio);
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, size.width * ratio, size.height * ratio);
    context.setTransform(ratio * camera.zoom, 0, 0, ratio * camera.zoom, ratio * camera.x, ratio * camera.y);
    brush.detail = this.#detail;
    brush.zoom = camera.zoom;
    brush.begin();
  }

  #resize(): Size {
    const { clientWidth: width, clientHeight: height } = this.#canvas;
    const ratio = Math.min(maxPixelRatio, devicePixelRatio);
    const [wide, high] = [Math.round(width * ratio), Math.round(height * ratio)];
    if (this.#canvas.width !== wide || this.#canvas.height !== high) {
      this.#canvas.width = wide;
      this.#canvas.height = high;
    }
    return { width, height };
  }

  /** Reduced motion: elements whose slot changed are underlined until the next step. */
  #movedIn(picture: Picture): Set<number> {
    const before = new Map(this.#drawn?.picture.elements.map((element) => [element.id, element.at]));
    return new Set(picture.elements.flatMap(({ id, at, where }) => (where === "pool" && before.get(id) !== at ? [id] : [])));
  }

  #noteHeld(picture: Picture, wall: number, travels: boolean): void {
    for (const { channel, held } of picture.channels) {
      if (held === undefined) this.#heldSince.delete(channel);
      else if (!this.#heldSince.has(channel)) this.#heldSince.set(channel, travels ? wall : -Infinity);
    }
  }

  #sweepOf(channel: ChannelIndex, wall: number): number {
    const since = this.#heldSince.get(channel) ?? -Infinity;
    return flow((wall - since - sweep.delay) / sweep.duration);
  }

  /** A finished sweep needs no more frames. */
  #dropSweeps(wall: number): void {
    for (const [channel, since] of this.#heldSince) {
      if (since > -Infinity && wall - since > sweep.delay + sweep.duration) this.#heldSince.set(channel, -Infinity);
    }
    if ([...this.#heldSince.values()].some((since) => since > -Infinity)) this.#last = "";
  }

  #placeFlights(run: RunState, flights: readonly Flight[], camera: Camera, size: Size): Scene["flights"] {
    if (flights.length === 0) return [];
    const { cards } = shelfOf(run, size.width);
    return flights.flatMap((flight) => {
      const box = this.#layout.subtasks[flight.subtask];
      const card = cards.find(({ checkpoint }) => checkpoint.id === flight.checkpointId);
      if (!box || !card) return [];
      const slot = boxesOf(card).find(({ subtask }) => subtask === flight.subtask);
      const screen = { x: card.x + (slot ? slot.x + slot.width / 2 : card.width / 2), y: size.height - 18 - 36 };
      const to = { x: (screen.x - camera.x) / camera.zoom, y: (screen.y - camera.y) / camera.zoom };
      const from = stateOf(box);
      return [{ ...flight, from, to }];
    });
  }

  #paintNotes(brush: Brush, drawn: Scene, wall: number): void {
    if (this.#detail < 2) return;
    const bottom = drawn.view.bottom - cardsRoom / this.#inputs.camera().zoom;
    const scene = { ...drawn, view: { ...drawn.view, bottom } };
    if (!this.#inputs.notes()) return paintNotes(brush, heldNotes(scene), Infinity, scene);
    this.#notesSince ??= wall;
    const elapsed = (wall - this.#notesSince) / (noteSeconds * 1000);
    paintNotes(brush, firstRunNotes(scene), elapsed, scene);
    if (elapsed < 1.2) this.#last = "";
  }
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/** Where a subtask's state is drawn: snapshots leave from there. */
function stateOf(box: SubtaskBox): Point {
  if (box.cell) return box.bay;
  if (box.role === "operator") return { x: box.x + 198, y: box.y + 124 };
  return { x: box.x + box.width / 2, y: box.y + box.height - 18 };
}

/** The part of the world that is on screen. */
function viewOf({ x, y, zoom }: Camera, { width, height }: Size): Rect {
  return { left: -x / zoom, top: -y / zoom, right: (width - x) / zoom, bottom: (height - y) / zoom };
}

/** Key fields of a channel as the document has them: "user, item". */
function keysOf({ partitioner, edge }: TopologyChannel, { edges }: Origins, document: JobDocument | undefined): string | undefined {
  const drawn = document?.edges.find(({ id }) => id === edges[edge])?.partitioner;
  return drawn?.type === "hash" && partitioner.toLowerCase() === "hash" ? drawn.key.join(", ") : undefined;
}

/** "hash(word)": partitioner with its key fields. */
function strategyOf(channel: TopologyChannel, origins: Origins, document: JobDocument | undefined): string {
  const keys = keysOf(channel, origins, document);
  return keys === undefined ? channel.partitioner.toLowerCase() : `hash(${keys})`;
}
