import { engineMessage } from "../base/engine-messages.ts";
import type { OperatorContext } from "../runtime/api.ts";
import type { CallScope } from "../stream/call-scope.ts";
import { describeValue } from "../stream/describe-value.ts";
import { rowFromObject } from "../stream/row-from-object.ts";
import type { Timestamp } from "../stream/timestamp.ts";

export interface OutputActionOptions {
  readonly sideOutputs: readonly { readonly tag: string }[];
  readonly context: OperatorContext;
  readonly scope: CallScope;
  /** Of the rows that the call under way writes. */
  timestamp(): Timestamp;
}

/** `ctx.output(tag, row)` as a user function gets it. [TM8] */
export function outputAction({ sideOutputs, context, scope, timestamp }: OutputActionOptions): (tag?: unknown, row?: unknown) => void {
  const sides = new Map(
    sideOutputs.map(({ tag }) => [tag, { collect: context.sideOutput(tag), toRow: rowFromObject(context.sideOutputSchema(tag)) }]),
  );
  return scope.guard(
    (tag, value) => {
      const side = typeof tag === "string" ? sides.get(tag) : undefined;
      if (side === undefined) throw new RangeError(engineMessage("noSideOutput", { tag: describeValue(tag) }));
      return { collect: side.collect, row: side.toRow(value) };
    },
    ({ collect, row }) => collect(row, timestamp()),
  );
}
