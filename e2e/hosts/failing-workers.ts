import type { Page } from "@playwright/test";
import { rewrite } from "../rewrite.ts";
import type { OpfsFailure } from "./failing-opfs.ts";

/** Calls of the file system that fail: of the worker that has the control plane, and of each that has a task. */
export type FailingCalls = Readonly<Record<"control" | "task", readonly OpfsFailure[]>>;

/** From now on the workers that `page` starts have calls fail; `script` is the bundle of `failing-opfs.ts`. */
export async function failInWorkers(page: Page, script: string, { control, task }: FailingCalls): Promise<void> {
  for (const [name, failures] of [["control", control], ["task", task], ["locked-task", task]] as const) {
    // `ses` refuses to run in sloppy mode.
    const plan = `"use strict";\nglobalThis.opfsFailures = ${JSON.stringify(failures)};\n${script}`;
    await rewrite(page, `**/workers/${name}.js`, async (response) => (failures.length === 0 ? {} : { body: `${plan}\n${await response.text()}` }));
  }
}
