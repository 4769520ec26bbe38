import { expect, test } from "vitest";
import { cases } from "../bench/cases/registry.ts";
import { nodeHost } from "../bench/hosts/node-host.ts";
import type { Params } from "../bench/program.ts";

const host = nodeHost();
const nodeCases = cases.filter(({ hosts }) => hosts.includes("node"));

/** The same program with next to nothing to do: says that it runs, so that benchmarks cannot rot. */
function tiny(params: Params): Params {
  const most: Readonly<Record<string, number>> = { events: 262_144, keys: 20_000, subtasks: 4 };
  const limited = (name: string, value: string | number): string | number =>
    typeof value === "number" ? Math.min(value, most[name] ?? Infinity) : value;
  return Object.fromEntries(Object.entries(params).map(([name, value]) => [name, limited(name, value)]));
}

test.each(nodeCases)("benchmark $name runs", async ({ program, subject }) => {
  expect(await host.run(program, tiny(subject))).toBeGreaterThan(0);
});
