import { toPlaceInInput } from "../stream/indices.ts";
import type { ChannelIndex, CheckpointId, PlaceInInput, PlaceInTask } from "../stream/indices.ts";
import type { InputGateDeployment } from "../graph/task-deployment.ts";
import { unreachable } from "../base/assert.ts";
import type { ControlElement, EndOfData, Watermark, WatermarkStatus } from "../stream/control-element.ts";
import type { Collector } from "../stream/row.ts";
import type { Timestamp } from "../stream/timestamp.ts";
import type { Environment } from "./environment.ts";
import type { BarrierHandler } from "./io/barrier-handler.ts";
import type { InputChannel } from "./io/channel.ts";
import { ReceiptLog } from "./io/channel-log.ts";
import { InputGate } from "./io/input-gate.ts";
import { WatermarkValve } from "./io/watermark-valve.ts";
import type { NodeInput } from "./operator-node.ts";

/** What a task does with what arrives, apart from barriers. */
export interface InputActions {
  /** All channels of input `input` have ended. */
  endOfInput(input: number): void;
  /** All channels of all inputs have ended. One that stopped early makes the whole end "noDrain". */
  endOfData(mode: EndOfData["mode"]): void;
}

export interface TaskInputsOptions {
  readonly gates: readonly InputGateDeployment[];
  readonly environment: Environment;
  /** Inputs of the chain's head, ... */
  readonly inputs: readonly NodeInput[];
  /** ... and where their records go. */
  readonly entries: readonly Collector[];
  readonly actions: InputActions;
}

interface InputPlace {
  readonly channel: ChannelIndex;
  readonly input: number;
  /** Place among the channels of its input. */
  readonly index: PlaceInInput;
  readonly opened: InputChannel;
  readonly receipts: ReceiptLog;
}

/** All input channels of a task, the valve of each input, and what the elements that arrive set off. */
export class TaskInputs {
  readonly #environment: Environment;
  readonly #actions: InputActions;
  readonly #places: readonly InputPlace[];
  readonly #valves: readonly WatermarkValve[];
  readonly #openInputs: number[];
  readonly #gate: InputGate;
  #handler: BarrierHandler | undefined;
  #mode: EndOfData["mode"] = "drain";
  #recordsIn = 0;

  constructor({ gates, environment, inputs, entries, actions }: TaskInputsOptions) {
    this.#environment = environment;
    this.#actions = actions;
    const sizes = inputs.map(() => 0);
    this.#places = gates.flatMap(({ input, schema, channels }) =>
      channels.map(({ channel, capacityRecords }) => {
        const index = toPlaceInInput(sizes[input] ?? 0);
        sizes[input] = index + 1;
        const opened = environment.openInput({ channel, schema, capacityRecords });
        return { channel, input, index, opened, receipts: new ReceiptLog(channel, opened, environment.trace) };
      }),
    );
    this.#openInputs = sizes;
    this.#valves = inputs.map((target, input) => new WatermarkValve(sizes[input] ?? 0, target));
    const collectors = this.#places.map((place) => this.#collectorOf(place, entries));
    this.#gate = new InputGate(
      this.#places.map(({ opened }, index) => ({ input: opened, collect: collectors[index] ?? (() => {}) })),
      {
        onRecords: (index, records) => this.#count(index, records),
        onControl: (index, element) => this.#handle(index, element),
      },
    );
  }

  get channels(): number {
    return this.#places.length;
  }

  get recordsIn(): number {
    return this.#recordsIn;
  }

  /** Set once: it needs the gate to hold channels back, and the gate's owner to take snapshots. */
  attach(handler: BarrierHandler): void {
    this.#handler = handler;
  }

  /** See `InputGate.read`. */
  read(budget: number): number {
    return this.#gate.read(budget);
  }

  isReadable(): boolean {
    return this.#gate.isReadable();
  }

  isFinished(): boolean {
    return this.#gate.isFinished();
  }

  block(index: PlaceInTask, checkpointId: CheckpointId): void {
    this.#gate.block(index);
    this.#environment.trace.emit({ kind: "channelHeld", channel: this.#place(index).channel, checkpointId });
  }

  resume(index: PlaceInTask): void {
    if (this.#gate.resume(index)) this.#environment.trace.emit({ kind: "channelReleased", channel: this.#place(index).channel });
  }

  /** Number of a channel in the topology and the log. */
  channelAt(index: PlaceInTask): ChannelIndex {
    return this.#place(index).channel;
  }

  logPassed(): void {
    for (const { receipts } of this.#places) receipts.logPassed();
  }

  close(): void {
    this.#gate.close();
  }

  #collectorOf({ receipts, input }: InputPlace, entries: readonly Collector[]): Collector {
    const collect = entries[input];
    if (collect === undefined) throw new RangeError(`[TK3] the head of the chain has no input ${input}`);
    if (!this.#environment.trace.records) return collect;
    return (row, timestamp) => {
      receipts.received();
      collect(row, timestamp);
    };
  }

  #count(index: PlaceInTask, records: number): void {
    this.#recordsIn += records;
    if (!this.#environment.trace.records) this.#place(index).receipts.passed(records);
  }

  #handle(index: PlaceInTask, element: ControlElement): void {
    const place = this.#place(index);
    place.receipts.received();
    switch (element.kind) {
      case "watermark":
      case "watermarkStatus":
        return this.#handleTime(place, element);
      case "checkpointBarrier":
        return this.#handler?.barrier(index, element);
      case "cancelCheckpointMarker":
        return this.#handler?.cancel(index, element.id);
      case "endOfData":
        return this.#endOfData(place, element.mode);
      case "endOfPartition":
        this.#gate.end(index);
        return this.#handler?.endOfPartition(index);
      default:
        return unreachable(element);
    }
  }

  #handleTime({ channel, input, index }: InputPlace, element: Watermark | WatermarkStatus): void {
    const valve = this.#valves[input];
    if (valve === undefined) return;
    const { watermark, idle: wasIdle } = valve.inspect(index);
    const trace = (timestamp: Timestamp, idle: boolean): void =>
      this.#environment.trace.emit({ kind: "inputWatermark", channel, timestamp, idle });
    if (element.kind === "watermarkStatus") {
      trace(watermark, element.idle);
      valve.status(index, element.idle);
    } else {
      trace(wasIdle ? watermark : Math.max(watermark, element.timestamp), wasIdle);
      valve.watermark(index, element.timestamp);
    }
  }

  #endOfData({ input }: InputPlace, mode: EndOfData["mode"]): void {
    if (mode === "noDrain") this.#mode = "noDrain";
    const open = (this.#openInputs[input] ?? 0) - 1;
    this.#openInputs[input] = open;
    if (open > 0) return;
    this.#actions.endOfInput(input);
    if (this.#openInputs.every((channels) => channels === 0)) this.#actions.endOfData(this.#mode);
  }

  #place(index: PlaceInTask): InputPlace {
    const place = this.#places[index];
    if (place === undefined) throw new RangeError(`[TK5] no input channel ${index}`);
    return place;
  }
}
