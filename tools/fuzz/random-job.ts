import type { Random } from "../../src/base/random.ts";
import { jobDocumentFormat } from "../../src/graph/job-document.ts";
import type { DocumentEdge, DocumentOperator, DocumentPartitioner, JobDocument } from "../../src/graph/job-document.ts";
import { keyedStages } from "./keyed-stages.ts";
import type { KeyedStage, Outputs } from "./keyed-stages.ts";
import { multisetDifference } from "./multiset.ts";
import { randomSteps, sampleFields } from "./stateless-steps.ts";
import type { Sample, StatelessStep } from "./stateless-steps.ts";

/** A job, and what its sinks must have committed when it has finished. */
export interface RandomJob {
  readonly document: JobDocument;
  readonly checkpointing: boolean;
  /** Checkpoints have all the time they need: one that expires without a fault waits for something that never comes. */
  readonly patient: boolean;
  /** The job as it goes on from a checkpoint after a reload: every operator at another parallelism that it may have. */
  readonly rescaled: JobDocument;
  /** Sink behind each output port of the last stage. */
  readonly sinks: Readonly<Record<string, string>>;
  /** What is wrong with the committed rows, by output port; undefined when nothing is. */
  verify(outputs: Outputs, faulty: boolean): string | undefined;
}

/** Largest step back in event time within a source. */
const disorderMs = 15;
/** Tolerated checkpoint failures without limit. */
const unlimited = 2147483647;

export const pick = <T>(random: Random, from: readonly T[]): T => from[random.integer(from.length)] as T;

/** One to three sources, stateless steps, perhaps a keyed operator (`focus`, when given), and table sinks. */
export function randomJob(random: Random, focus?: string): RandomJob {
  const builder = new JobBuilder(random);
  const drawn = random.integer(8) === 0 ? undefined : pick(random, keyedStages);
  const stage = keyedStages.find(({ name }) => name === focus) ?? drawn;
  const samples: Sample[] = [];
  const heads = Array.from({ length: 1 + random.integer(3) }, (_, index) => {
    const own = randomSamples(random);
    const steps = randomSteps(random);
    samples.push(...own.flatMap((sample) => through(steps, sample)));
    return builder.branch({ index, samples: own, steps, watermarkDelay: stage?.watermarkDelay ?? "none" });
  });
  const checkpointing = random.integer(8) > 0;
  const sinks = builder.sinks(stage, heads);
  const patient = random.integer(3) === 0;
  const document = builder.document(checkpointing, patient);
  return {
    document,
    checkpointing,
    patient,
    rescaled: { ...document, operators: document.operators.map((operator) => rescaled(operator, random, stage)) },
    sinks,
    verify: (outputs, faulty) =>
      stage === undefined
        ? multisetDifference(samples.map(({ k, t, v }) => `${k}|${t}|${v}`), outputs["out"] ?? [])
        : stage.verify(samples, outputs, faulty),
  };
}

/** Sources of a job on event time keep their one subtask. */
function rescaled(operator: DocumentOperator, random: Random, stage: KeyedStage | undefined): DocumentOperator {
  const single = operator.type === "values" && stage !== undefined && stage.watermarkDelay !== "none";
  return single ? operator : { ...operator, parallelism: randomParallelism(random) };
}

const randomParallelism = (random: Random): number => 1 + random.integer(4);

function randomSamples(random: Random): readonly Sample[] {
  const keys = 1 + random.integer(6);
  // Sometimes longer than a part of a small ring, so that records travel in fragments.
  const prefix = "k".repeat(random.integer(8) === 0 ? 700 : 1);
  let t = 0;
  return Array.from({ length: random.integer(40) }, () => {
    t += random.integer(6);
    return { k: `${prefix}${random.integer(keys)}`, t: Math.max(0, t - random.integer(disorderMs + 1)), v: random.integer(10) };
  });
}

function through(steps: readonly StatelessStep[], sample: Sample): readonly Sample[] {
  return steps.reduce<readonly Sample[]>((current, step) => current.flatMap((each) => step.apply(each)), [sample]);
}

interface Branch {
  readonly index: number;
  readonly samples: readonly Sample[];
  readonly steps: readonly StatelessStep[];
  readonly watermarkDelay: KeyedStage["watermarkDelay"];
}

/** Puts a document together: operators of random parallelism, edges with random partitioners. */
class JobBuilder {
  readonly #random: Random;
  readonly #operators: DocumentOperator[] = [];
  readonly #edges: DocumentEdge[] = [];

  constructor(random: Random) {
    this.#random = random;
  }

  /** A source with its stateless steps; returns the id of the last of them. */
  branch({ index, samples, steps, watermarkDelay }: Branch): string {
    const random = this.#random;
    const rows = samples.map(({ k, t, v }) => [k, t, v]);
    const intervalMs = random.integer(6);
    const eventTime = watermarkDelay !== "none";
    // With event time one source subtask: a reader that goes on with another's split would bring late records.
    const config = { fields: sampleFields, rows, repeat: false, intervalMs };
    let last = this.#add(`source${index}`, "values", config, eventTime ? 1 : undefined);
    if (eventTime) {
      const delayMs = watermarkDelay === "disorder" ? disorderMs : 0;
      const watermarks = { timestamp: "field", field: "t", strategy: "bounded", delayMs };
      last = this.#append(last, "assign-timestamps", watermarks, this.#anyPartitioner());
    }
    for (const { type, config } of steps) last = this.#append(last, type, config, this.#anyPartitioner());
    return last;
  }

  /** The keyed operator behind all `heads` when there is one, and a sink per output. */
  sinks(stage: KeyedStage | undefined, heads: readonly string[]): RandomJob["sinks"] {
    if (stage === undefined) {
      const sink = this.#sink();
      for (const head of heads) this.#connect(head, "out", sink, this.#anyPartitioner());
      return { out: sink };
    }
    const id = this.#add(stage.name, stage.type, stage.config);
    for (const head of heads) this.#connect(head, "out", id, { type: "hash", key: ["k"] });
    const sinkAt = (port: string): readonly [string, string] => {
      const sink = this.#sink();
      this.#connect(id, port, sink, this.#anyPartitioner());
      return [port, sink];
    };
    return Object.fromEntries(stage.ports.map(sinkAt));
  }

  document(checkpointing: boolean, patient: boolean): JobDocument {
    const random = this.#random;
    const config: Record<string, string> = {
      "pipeline.auto-watermark-interval": `${pick(random, [5, 20, 100, 200])} ms`,
      "pipeline.operator-chaining.enabled": String(random.integer(4) > 0),
      "pipeline.max-parallelism": String(pick(random, [4, 7, 128])),
      "taskmanager.numberOfTaskSlots": String(1 + random.integer(3)),
      "restart-strategy.type": "fixed-delay",
      "restart-strategy.fixed-delay.attempts": "40",
      "restart-strategy.fixed-delay.delay": `${random.integer(30)} ms`,
      "jobmanager.execution.failover-strategy": pick(random, ["region", "full"]),
    };
    if (checkpointing) Object.assign(config, checkpointConfig(random, patient));
    const channelCapacity = pick(random, [1, 2, 5, 50, undefined]);
    return {
      format: jobDocumentFormat,
      name: "fuzz",
      config,
      operators: this.#operators,
      edges: this.#edges,
      run: channelCapacity === undefined ? {} : { channelCapacity },
    };
  }

  #sink(): string {
    return this.#add(`sink${this.#operators.length}`, "table", { mode: "append", key: [] });
  }

  #append(
    from: string,
    type: string,
    config: Readonly<Record<string, unknown>>,
    partitioner: DocumentPartitioner | undefined,
  ): string {
    const id = this.#add(`${type}${this.#operators.length}`, type, config);
    this.#connect(from, "out", id, partitioner);
    return id;
  }

  #add(id: string, type: string, config: Readonly<Record<string, unknown>>, parallelism?: number): string {
    const random = this.#random;
    const serviceTimeMs = random.integer(4) === 0 ? { serviceTimeMs: random.integer(4) } : {};
    this.#operators.push({
      id,
      type,
      name: id,
      // State finds its operator again when the job goes on at another parallelism.
      uid: id,
      parallelism: parallelism ?? randomParallelism(random),
      ...serviceTimeMs,
      config: structuredClone(config),
    });
    return id;
  }

  #connect(from: string, port: string, to: string, partitioner: DocumentPartitioner | undefined): void {
    const edge = { id: `edge${this.#edges.length}`, from: { operator: from, port }, to: { operator: to, port: "in" } };
    this.#edges.push(partitioner === undefined ? edge : { ...edge, partitioner });
  }

  /** Any that hands each record to one consumer; undefined: forward or rebalance, as Flink chooses. */
  #anyPartitioner(): DocumentPartitioner | undefined {
    return pick(this.#random, [undefined, { type: "rebalance" }, { type: "rescale" }, { type: "shuffle" }, { type: "global" }]);
  }
}

function checkpointConfig(random: Random, patient: boolean): Readonly<Record<string, string>> {
  const key = "execution.checkpointing";
  // Few tolerated failures need a timeout that a back-pressured job keeps, or it restarts for ever.
  return {
    [`${key}.interval`]: `${10 + random.integer(90)} ms`,
    [`${key}.timeout`]: `${patient ? 30_000 : 150 + random.integer(400)} ms`,
    [`${key}.min-pause`]: `${random.integer(20)} ms`,
    [`${key}.max-concurrent-checkpoints`]: String(1 + random.integer(2)),
    [`${key}.tolerable-failed-checkpoints`]: String(patient ? random.integer(3) : unlimited),
    [`${key}.num-retained`]: String(1 + random.integer(2)),
    [`${key}.externalized-checkpoint-retention`]: "RETAIN_ON_CANCELLATION",
  };
}
