import { expect, test } from "vitest";
import type { z as zod } from "zod";
import { z as standIn } from "./schema-stand-in.ts";

const z = standIn as typeof zod;

test("[HB5] in a task's script schemas are built of nothing", () => {
  const field = z.string().min(1).optional().meta({ widget: "function" });
  expect(() => z.object({ field, list: z.array(z.discriminatedUnion("kind", [z.object({ kind: z.literal("a") })])).default([]) })).not.toThrow();
});

test("[HB5] checking with one is a mistake that shows at once", () => {
  expect(() => z.object({}).parse({})).toThrow("a schema's parse is not there in the script of a task");
  expect(() => z.string().safeParse("")).toThrow("safeParse");
});
