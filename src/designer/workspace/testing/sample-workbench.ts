import { editCatalog } from "../../document/testing/edit-catalog.ts";
import { SampleClient } from "../../run/testing/sample-client.ts";
import { SettingsStore } from "../settings.ts";
import { Workbench, type WorkbenchOptions } from "../workbench.ts";

/** A designer of the operators that edit tests use, whose runs play a sampled log. */
export function sampleWorkbench(options: Partial<WorkbenchOptions> = {}): Workbench {
  return new Workbench({
    catalog: editCatalog,
    settings: new SettingsStore(),
    connect: () => new SampleClient(),
    jobIdOf: ({ id }) => id,
    ...options,
  });
}
