import type { ChannelIndex, OperatorIndex } from "../stream/indices.ts";
import type { OutputDeployment, TaskDeployment } from "../graph/task-deployment.ts";
import { keySelector } from "../stream/key-selector.ts";
import { rowLogText } from "../stream/row-text.ts";
import type { ControlElement } from "../stream/control-element.ts";
import { attributedFunctions } from "./attributed-functions.ts";
import { attributed, type OutputEdge } from "./chain-output.ts";
import type { Environment } from "./environment.ts";
import { failedRecords } from "./failed-record.ts";
import type { LoggedOutput, RecordText } from "./io/channel-log.ts";
import { loggedOutput } from "./io/channel-log.ts";
import { partition } from "./io/partitioner.ts";
import type { RecordWriter } from "./io/record-writer.ts";
import { createRecordWriter } from "./io/record-writer.ts";
import { errorOf } from "./task-failure.ts";

interface TaskOutput {
  readonly deployed: OutputDeployment;
  readonly writer: RecordWriter;
}

/** All result partitions of a task. */
export class TaskOutputs {
  readonly channels: readonly LoggedOutput[];
  readonly #outputs: readonly TaskOutput[];

  /** `onWait`: see `Environment.openOutput`. */
  constructor(
    { outputs, operators }: Pick<TaskDeployment, "outputs" | "operators">,
    environment: Environment,
    onWait: (waits: boolean) => void,
  ) {
    const channels: LoggedOutput[] = [];
    this.#outputs = outputs.map((deployed) => {
      const opened = openChannels(deployed, environment, onWait);
      const [first] = deployed.channels;
      const operator = { index: deployed.operator, name: operators[deployed.operator]?.name ?? "partitioner", channel: first?.channel };
      channels.push(...opened);
      const collect = partition(deployed.partitioner, opened.map((channel) => channel.write), {
        schema: deployed.schema,
        maxParallelism: deployed.consumerMaxParallelism,
        random: environment.random,
        functions: attributedFunctions(environment.functions, operator),
      });
      const record = failedRecords(deployed.schema);
      const guarded = environment.trace.records ? attributed(collect, (row, error) => errorOf(operator, error, record(row))) : collect;
      return { deployed, writer: createRecordWriter(guarded, opened) };
    });
    this.channels = channels;
  }

  /** Edges that leave the task from the operator at `index`. */
  edgesOf(index: OperatorIndex): readonly OutputEdge[] {
    return this.#outputs
      .filter(({ deployed }) => deployed.operator === index)
      .map(({ deployed: { tag }, writer }) => ({
        ...(tag === undefined ? {} : { tag }),
        collect: writer.collect,
        target: writer,
      }));
  }

  broadcast(element: ControlElement): void {
    for (const { writer } of this.#outputs) writer.broadcast(element);
  }

  /** False while a channel is full. What waits inside a channel is moved on first where there is room by now. */
  hasRoom(): boolean {
    for (const channel of this.channels) {
      if (channel.isAvailable()) continue;
      channel.flush();
      if (!channel.isAvailable()) return false;
    }
    return true;
  }

  /** The channel that holds the task up, for the log. */
  firstFull(): ChannelIndex | undefined {
    return this.channels.find((channel) => !channel.isAvailable())?.channel;
  }

  recordsSent(): number {
    let sent = 0;
    for (const channel of this.channels) sent += channel.sent;
    return sent;
  }

  flush(): void {
    for (const channel of this.channels) channel.flush();
  }

  logPassed(): void {
    for (const channel of this.channels) channel.logPassed();
  }

  close(): void {
    for (const channel of this.channels) channel.close();
  }
}

function openChannels(
  deployed: OutputDeployment,
  environment: Environment,
  onWait: (waits: boolean) => void,
): readonly LoggedOutput[] {
  const { schema, partitioner } = deployed;
  const key = partitioner.type === "hash" ? keySelector(schema, partitioner.key) : undefined;
  const view: RecordText = { text: rowLogText(schema), key: key && ((row) => key.keyText(key.select(row))) };
  return deployed.channels.map(({ channel, capacityRecords }) =>
    loggedOutput(channel, environment.openOutput({ channel, schema, capacityRecords }, onWait), { trace: environment.trace, view }),
  );
}
