import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { jobSchemaText } from "./job-schema-text.ts";

it("[DC26] the published JSON Schema is that of this build", () => {
  const published = readFileSync(new URL("../public/job.schema.json", import.meta.url), "utf8");
  expect(published === jobSchemaText(), "run node tools/run.mjs tools/job-schema.ts").toBe(true);
});
