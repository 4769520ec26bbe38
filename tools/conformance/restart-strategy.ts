import { seededRandom } from "../../src/base/random.ts";
import { FailureHandler } from "../../src/control/failure-handler.ts";
import { restartStrategyOptions } from "../../src/control/job-options.ts";
import { createRestartStrategy } from "../../src/control/restart-strategy.ts";
import { readConfiguration } from "../../src/graph/configuration.ts";
import { compareErrors } from "./error-kind.ts";
import type { ErrorKind } from "./error-kind.ts";
import type { Suite } from "./suite.ts";

interface Given {
  readonly job: Readonly<Record<string, string>>;
  readonly cluster: Readonly<Record<string, string>>;
  readonly checkpointing: boolean;
  readonly failures: readonly { readonly t: number; readonly nonRecoverable?: boolean }[];
}

interface Expected {
  readonly strategy?: string;
  readonly failures?: readonly unknown[];
  readonly error?: { readonly message: string };
}

/** By the option that the product refuses. */
const refusals: readonly ErrorKind[] = [
  { flink: /unknown value of RestartStrategyType/, product: /^restart-strategy\.type$/ },
  { flink: /Maximum number of restart attempts/, product: /max-failures-per-interval$/ },
  { flink: /Backoff multiplier must be/, product: /backoff-multiplier$/ },
  { flink: /Initial backoff cannot be higher/, product: /initial-backoff$/ },
];

export const restartStrategySuite: Suite = {
  name: "restart-strategy",
  run(given: Given) {
    // Parameters are read from the same map that names the strategy: the job's, when it names one.
    const entries = "restart-strategy.type" in given.job ? given.job : given.cluster;
    const { configuration, diagnostics } = readConfiguration(entries);
    const refused = diagnostics.find(({ severity }) => severity === "error");
    if (refused !== undefined) return { error: { message: refused.field ?? "" } };
    const options = restartStrategyOptions(configuration, given.checkpointing);
    const handler = new FailureHandler(createRestartStrategy(options, seededRandom(1)));
    const failures = given.failures.map(({ t, nonRecoverable }) => {
      const { restart, newAttempt, delayMs } = handler.onFailure(t, nonRecoverable !== true);
      return { restart, newAttempt, ...(restart ? { delay: delayMs } : {}), restarts: handler.restarts };
    });
    return { strategy: options.type, failures };
  },
  /** The class name is compared by its beginning; of a refused configuration the option. */
  compare(expected: Expected, actual: Expected) {
    if (expected.error !== undefined && actual.error !== undefined) return compareErrors(refusals, expected.error.message, actual.error.message);
    if (expected.error !== undefined || actual.error !== undefined) return difference(expected, actual);
    const name = (actual.strategy ?? "").replaceAll("-", "").replace("disable", "no");
    const same = expected.strategy?.toLowerCase().startsWith(name) === true;
    return same && JSON.stringify(expected.failures) === JSON.stringify(actual.failures) ? undefined : difference(expected, actual);
  },
};

function difference(expected: Expected, actual: Expected): string {
  return `  expected ${JSON.stringify(expected)}\n  actual   ${JSON.stringify(actual)}`;
}
