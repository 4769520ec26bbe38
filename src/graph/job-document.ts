import { z } from "zod";

/**
 * The job as a person draws it, and as job JSON stores it: an immutable value. Its parts know nothing of where they are drawn
 * (`layout`) or how a teaching run is paced (`run`); both are separate blocks, so that a diff of the job is a diff of the job.
 */
export const jobDocumentFormat = "weir.job/1";

/** Times of a teaching run are virtual milliseconds up to ten days, places of the drawing pixels that a canvas can hold. [GR55] */
export const runMsMax = 864_000_000;
const runMs = z.number().min(0).max(runMsMax);
/** Flink's upper bound: as many key groups as there can be. */
export const parallelismMax = 32_768;
const place = z.number().min(-1_000_000).max(1_000_000);

/** Text of a logical type in Flink SQL, e.g. "BIGINT NOT NULL"; see `parseLogicalType`. */
export const fieldSchema = z.object({ name: z.string().min(1), type: z.string().min(1) });
export type DocumentField = z.infer<typeof fieldSchema>;

/** How the records of an edge are distributed over the consumer's subtasks. Absent: forward, or rebalance where parallelism differs. */
export const partitionerSchema = z.discriminatedUnion("type", [
  /** keyBy: by the values of `key`, names of fields of the producer's records, in order. */
  z.object({ type: z.literal("hash"), key: z.array(z.string()).min(1) }),
  z.object({ type: z.literal("forward") }),
  z.object({ type: z.literal("rebalance") }),
  z.object({ type: z.literal("rescale") }),
  z.object({ type: z.literal("shuffle") }),
  z.object({ type: z.literal("global") }),
  z.object({ type: z.literal("broadcast") }),
  /** partitionCustom: `function` is a JavaScript expression over `key` (value of field `key`) and `n` (number of channels). */
  z.object({ type: z.literal("custom"), key: z.string(), function: z.string() }),
]);
export type DocumentPartitioner = z.infer<typeof partitionerSchema>;

export const documentOperatorSchema = z.object({
  id: z.string().min(1),
  /** `OperatorDescriptor.type`. */
  type: z.string().min(1),
  name: z.string(),
  parallelism: z.number().int().min(1).optional(),
  maxParallelism: z.number().int().min(1).max(parallelismMax).optional(),
  uid: z.string().optional(),
  slotSharingGroup: z.string().optional(),
  chain: z.enum(["always", "head", "never"]).optional(),
  /** Virtual milliseconds one record takes in a teaching run. */
  serviceTimeMs: runMs.optional(),
  /** Checked against the descriptor's `config` schema when the job is compiled, not when it is read. */
  config: z.record(z.string(), z.unknown()),
});
export type DocumentOperator = z.infer<typeof documentOperatorSchema>;

export const documentEdgeSchema = z.object({
  id: z.string().min(1),
  from: z.object({ operator: z.string(), port: z.string() }),
  to: z.object({ operator: z.string(), port: z.string() }),
  partitioner: partitionerSchema.optional(),
  /** Virtual milliseconds an element is under way in each channel of the edge, in a teaching run. Absent: `run.channelLatencyMs`. */
  latencyMs: runMs.optional(),
});
export type DocumentEdge = z.infer<typeof documentEdgeSchema>;

/** How fast sources read that have no pace of their own. Absent: chosen from the job where it is run deterministically. [DT50] */
export const runPaceSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("unlimited") }),
  z.object({ kind: z.literal("rate"), rowsPerSecond: z.number().min(0.001).max(1_000_000) }),
  /** By the event time in the rows: `factor` milliseconds of it pass in a millisecond of the run. */
  z.object({ kind: z.literal("eventTime"), factor: z.number().min(0.001).max(1_000_000_000) }),
]);
export type RunPace = z.infer<typeof runPaceSchema>;

export const jobDocumentSchema = z.object({
  format: z.literal(jobDocumentFormat),
  name: z.string(),
  /** Flink option keys and values, as text. */
  config: z.record(z.string(), z.string()),
  operators: z.array(documentOperatorSchema),
  edges: z.array(documentEdgeSchema),
  /** Pace of a teaching run: not part of the job proper, ignored by exports. */
  run: z
    .object({
      mode: z.enum(["deterministic", "freeRunning"]).optional(),
      seed: z.number().int().optional(),
      /** Virtual milliseconds per wall millisecond: 0.1 is 1/10 speed. Absent: as fast as possible. */
      speed: z.number().min(1e-6).max(1e9).optional(),
      serviceTimeMs: runMs.optional(),
      channelLatencyMs: runMs.optional(),
      channelCapacity: z.number().int().min(1).max(1_000_000_000).optional(),
      pace: runPaceSchema.optional(),
    })
    .optional(),
  layout: z
    .object({
      positions: z.record(z.string(), z.object({ x: place, y: place })),
      notes: z.array(z.object({ id: z.string(), x: place, y: place, text: z.string() })).optional(),
    })
    .optional(),
});
export type JobDocument = z.infer<typeof jobDocumentSchema>;
