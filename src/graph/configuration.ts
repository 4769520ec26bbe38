import { options } from "./option.ts";
import { OptionValueError } from "./option-value.ts";
import type { Diagnostic } from "./diagnostic.ts";
import type { Option } from "./option.ts";
import type { GraphSettings } from "./stream-graph.ts";
import type { MemoryLimits } from "./task-deployment.ts";

/** Values of options by their names in `options`; those that are not set have their defaults. Plain data. */
export type Configuration = { readonly [Name in keyof typeof options]: (typeof options)[Name] extends Option<infer T> ? T : never };

/** A configuration and what is wrong with the text it was read from. */
export interface ConfigurationReport {
  readonly configuration: Configuration;
  readonly diagnostics: readonly Diagnostic[];
}

const byKey: ReadonlyMap<string, Option<unknown>> = new Map(Object.values(options).map((option) => [option.key, option]));

/**
 * Reads the `config` block of a job: Flink option keys and their values as text. A value that is wrong is an error and counts
 * as its default, an unknown key is a warning. [GR21]
 */
export function readConfiguration(entries: Readonly<Record<string, string>>): ConfigurationReport {
  const diagnostics: Diagnostic[] = [];
  for (const key of Object.keys(entries)) if (!byKey.has(key)) diagnostics.push(unknownKey(key));
  const read = <T>(option: Option<T>): T => {
    const text = Object.hasOwn(entries, option.key) ? entries[option.key] : undefined;
    if (text === undefined) return option.default;
    const value = readOption(option, text, diagnostics);
    const ignored = option.effect === "none" && option.key !== options.unaligned.key;
    if (ignored && value !== option.default) diagnostics.push(noEffect(option.key, text));
    return value;
  };
  const values = Object.fromEntries(Object.entries(options).map(([name, option]) => [name, read<unknown>(option)]));
  const configuration = values as Configuration;
  diagnostics.push(...contradictions(configuration));
  return { configuration, diagnostics };
}

function readOption<T>(option: Option<T>, text: string, diagnostics: Diagnostic[]): T {
  try {
    return option.parse(text);
  } catch (error) {
    if (!(error instanceof OptionValueError)) throw error;
    diagnostics.push({
      severity: "error",
      code: "config.value",
      message: `${option.key}: ${error.message}.`,
      values: { key: option.key, fault: error.fault, ...error.values },
      field: option.key,
    });
    return option.default;
  }
}

function unknownKey(key: string): Diagnostic {
  const near = [...byKey.keys()].find((known) => known.endsWith(key) || key.endsWith(known) || distanceIsSmall(known, key));
  const hint = near === undefined ? "It stays in the job and has no effect here." : `Did you mean ${near}?`;
  return { severity: "warning", code: "config.unknown-key", message: `Weir knows no option ${key}. ${hint}`, values: { key }, field: key };
}

function noEffect(key: string, text: string): Diagnostic {
  return {
    severity: "warning",
    code: "config.no-effect",
    message: `${key} = ${text} is kept for Flink, but Weir runs the job as with the default.`,
    values: { key, value: text },
    field: key,
  };
}

/** One letter added, left out or changed. */
function distanceIsSmall(left: string, right: string): boolean {
  if (Math.abs(left.length - right.length) > 1) return false;
  let start = 0;
  while (start < left.length && left[start] === right[start]) start++;
  const skip = (text: string, other: string): string => text.slice(start + (text.length >= other.length ? 1 : 0));
  return skip(left, right) === skip(right, left);
}

/** Values that are right each for itself but not together. */
function contradictions(configuration: Configuration): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  const refuse = (code: string, field: string, message: string): void => {
    found.push({ severity: "error", code, message, values: { key: field }, field });
  };
  if (configuration.initialBackoff > configuration.maxBackoff) {
    const field = options.initialBackoff.key;
    refuse("config.backoff", field, `${field} must not be longer than ${options.maxBackoff.key}. Lower it, or raise the other.`);
  }
  if (configuration.backoffMultiplier === 1) {
    const field = options.backoffMultiplier.key;
    refuse("config.backoff-multiplier", field, `${field} must be greater than 1.`);
  }
  if (configuration.unaligned) {
    const field = options.unaligned.key;
    refuse("config.not-built", field, `${field} = true: Weir takes aligned checkpoints only. Remove the option, or set it to false.`);
  }
  if (configuration.unaligned && configuration.maxConcurrentCheckpoints > 1) {
    const field = options.maxConcurrentCheckpoints.key;
    refuse("config.unaligned-concurrent", field, `${field} must be 1 while ${options.unaligned.key} is true.`);
  }
  return found;
}

/** True when checkpoints are taken periodically: an interval below 10 ms means off. */
export function checkpointingEnabled(configuration: Configuration): boolean {
  return (configuration.checkpointInterval ?? 0) >= 10;
}

/**
 * Refuses more memory than the defaults where the job's own text alone asks for it; `isGranted` says which options the person has set or
 * trusts. [HB36]
 */
export function checkMemory(configuration: Configuration, isGranted: (key: string) => boolean): readonly Diagnostic[] {
  return (["taskHeap", "taskOffHeap", "processMemory"] as const).flatMap((name): readonly Diagnostic[] => {
    const { key, default: most } = options[name];
    if (configuration[name] <= most || isGranted(key)) return [];
    const mebibytes = most / 1024 ** 2;
    const message = `${key}: the job asks for more memory than a job may give itself, which is ${mebibytes} mb.`;
    return [{ severity: "error", code: "job.too-much-memory", message, values: { key, most: mebibytes }, field: key }];
  });
}

/** [HB30] */
export function memoryLimits({ taskHeap, taskOffHeap, processMemory }: Configuration): MemoryLimits {
  return { heap: taskHeap, buffers: taskOffHeap, total: processMemory };
}

/** What the graphs need of a configuration. `jobName` counts where `pipeline.name` is not set. */
export function graphSettings(configuration: Configuration, jobName: string): GraphSettings {
  const { bufferTimeoutEnabled, bufferTimeout, maxParallelism, unaligned } = configuration;
  const checkpointing = checkpointingEnabled(configuration);
  return {
    runtimeMode: configuration.runtimeMode,
    parallelism: configuration.parallelism,
    maxParallelism: maxParallelism > 0 ? maxParallelism : undefined,
    chaining: configuration.chaining,
    chainDifferentMaxParallelism: configuration.chainDifferentMaxParallelism,
    bufferTimeout: bufferTimeoutEnabled ? bufferTimeout : -1,
    indexPrefix: configuration.indexPrefix,
    descriptionMode: configuration.descriptionMode,
    checkpointing,
    unaligned: unaligned && checkpointing && configuration.checkpointMode === "EXACTLY_ONCE",
    autoGenerateUids: configuration.autoGenerateUids,
    jobName: configuration.jobName ?? (jobName === "" ? undefined : jobName),
  };
}
