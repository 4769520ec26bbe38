import { toOperatorIndex } from "../../src/stream/indices.ts";
import { PausableClock } from "../../src/runtime/time/pausable-clock.ts";
import { timestampsAndWatermarks } from "../../src/runtime/time/timestamps-and-watermarks.ts";
import { outputOf } from "../../src/runtime/chain-output.ts";
import { OperatorNode } from "../../src/runtime/operator-node.ts";
import { chainDeployment } from "../../src/runtime/testing/chain-deployment.ts";
import { testEnvironment } from "../../src/runtime/testing/test-environment.ts";
import type { Schema } from "../../src/stream/logical-type.ts";
import { noTimestamp } from "../../src/stream/timestamp.ts";
import type { EncodedTimestamp } from "./encoding.ts";
import { decodeTimestamp, encodeRecord, encodeStatus, encodeTimestamp } from "./encoding.ts";
import { operatorServices } from "./operator-services.ts";
import type { Suite } from "./suite.ts";
import type { GivenStrategy, MarkedRecord } from "./watermark-generators.ts";
import { fromRow, toAssigner, toRow, toStrategy } from "./watermark-generators.ts";

interface Given {
  readonly strategy: GivenStrategy;
  readonly interval: number;
  readonly progressive: boolean;
  readonly script: readonly Step[];
}

interface Step {
  readonly r?: MarkedRecord;
  readonly t?: EncodedTimestamp;
  readonly time?: number;
  readonly w?: EncodedTimestamp;
  readonly s?: "idle" | "active";
  readonly backpressure?: "soft" | "hard";
  readonly on?: boolean;
  readonly finish?: boolean;
}

const schema: Schema = { fields: [] };

export const watermarkStrategySuite: Suite = {
  name: "watermark-strategy",
  notApplicable: ({ progressive }: Given) => (progressive ? undefined : "watermarks of a batch job, which come at its end alone"),
  run(given: Given) {
    let emitted: unknown[] = [];
    const environment = testEnvironment();
    const activeClock = new PausableClock(environment.clock);
    const deployment = chainDeployment({ schema, members: [{ type: "it" }], options: { autoWatermarkIntervalMs: given.interval } });
    const [deployed] = deployment.operators;
    if (deployed === undefined) throw new Error("the deployment has one operator");
    const output = outputOf([{
      collect: (row, timestamp) => emitted.push(encodeRecord(fromRow(row), timestamp)),
      target: {
        watermark: (timestamp) => emitted.push({ w: encodeTimestamp(timestamp) }),
        status: (idle) => emitted.push(encodeStatus(idle)),
      },
    }]);
    const node = new OperatorNode({
      index: toOperatorIndex(0),
      deployed,
      services: operatorServices({ deployment, environment, activeClock }),
      output,
      create: (context) => timestampsAndWatermarks(toAssigner(given.strategy), toStrategy(given.strategy), context),
    });
    node.open();
    const advance = (time: number): void => {
      environment.now = time;
      while (node.nextTimerAt() <= time) node.fireTimer(time);
    };
    const steps = given.script.map((step) => {
      emitted = [];
      const timestamp = step.t === undefined ? noTimestamp : decodeTimestamp(step.t);
      if (step.r !== undefined) node.inputs[0]?.collect(toRow(step.r), timestamp);
      if (step.time !== undefined) advance(step.time);
      if (step.w !== undefined) node.inputs[0]?.watermark(decodeTimestamp(step.w));
      if (step.s !== undefined) node.inputs[0]?.status(step.s === "idle");
      if (step.on === true) activeClock.pause();
      if (step.on === false) activeClock.resume();
      if (step.finish === true) node.operator.finish?.();
      return emitted;
    });
    return { steps };
  },
};
