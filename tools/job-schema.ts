import { readFileSync, writeFileSync } from "node:fs";
import { argv, exit, stdout } from "node:process";
import { jobSchemaText } from "./job-schema-text.ts";

/** Writes `public/job.schema.json`; with `--check` says instead whether it is current, by exit code. */
const file = new URL("../public/job.schema.json", import.meta.url);
const text = jobSchemaText();
if (argv.includes("--check")) {
  const isCurrent = readFileSync(file, "utf8") === text;
  stdout.write(isCurrent ? "job.schema.json is current\n" : "job.schema.json is out of date: run node tools/run.mjs tools/job-schema.ts\n");
  exit(isCurrent ? 0 : 1);
}
writeFileSync(file, text);
