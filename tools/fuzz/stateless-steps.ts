import type { Random } from "../../src/base/random.ts";

/** Record of a fuzzed job: key, event time, value. */
export interface Sample {
  readonly k: string;
  readonly t: number;
  readonly v: number;
}

/** Fields of `Sample`, as job documents write them. */
export const sampleFields = [
  { name: "k", type: "STRING" },
  { name: "t", type: "BIGINT" },
  { name: "v", type: "INT" },
];

/** A stateless operator, and what it does to a record, written once more in plain JavaScript. */
export interface StatelessStep {
  readonly type: string;
  readonly config: Readonly<Record<string, unknown>>;
  apply(sample: Sample): readonly Sample[];
}

const steps: readonly StatelessStep[] = [
  {
    type: "map",
    config: { function: "({ k: row.k, t: row.t, v: row.v * 2 })", fields: sampleFields },
    apply: (sample) => [{ ...sample, v: sample.v * 2 }],
  },
  {
    type: "map",
    config: { function: "({ k: row.k + '!', t: row.t, v: row.v })", fields: sampleFields },
    apply: (sample) => [{ ...sample, k: `${sample.k}!` }],
  },
  {
    type: "filter",
    config: { function: "row.v % 3 !== 0" },
    apply: (sample) => (sample.v % 3 === 0 ? [] : [sample]),
  },
  {
    type: "flat-map",
    config: { function: "for (let i = 0; i < row.v % 3; i++) collect({ k: row.k, t: row.t, v: row.v + i });", fields: sampleFields },
    apply: (sample) => Array.from({ length: sample.v % 3 }, (_, i) => ({ ...sample, v: sample.v + i })),
  },
];

/** Up to two steps, drawn with replacement. */
export function randomSteps(random: Random): readonly StatelessStep[] {
  return Array.from({ length: random.integer(3) }, () => steps[random.integer(steps.length)]).filter((step) => step !== undefined);
}
