import { createRoot } from "react-dom/client";
import { createDesignCatalog } from "../src/app/design-catalog.ts";
import { initLanguage } from "../src/designer/i18n/language.ts";
import { Designer } from "../src/designer/shell/designer.tsx";
import { SettingsStore } from "../src/designer/workspace/settings.ts";
import { Workbench } from "../src/designer/workspace/workbench.ts";
import { createBrowserJobClient } from "../src/hosts/browser/job-client.ts";
import { countedWords } from "./jobs.ts";

/** A page with two designers, one below the other: what a lesson or a comparison is made of. */
async function show(root: HTMLElement): Promise<void> {
  await initLanguage("en");
  const settings = new SettingsStore();
  const [first, second] = ["first", "second"].map((name) => {
    const options = { catalog: createDesignCatalog(), settings, connect: createBrowserJobClient };
    const workbench = new Workbench({ ...options, jobIdOf: () => crypto.randomUUID().replaceAll("-", "") });
    const job = countedWords({ name, rows: 400, intervalMs: 20, run: { mode: "deterministic", seed: 5, speed: 1 } });
    workbench.editor.open(job, "own", name, "own");
    return workbench;
  });
  if (!first || !second) return;
  createRoot(root).render(
    <>
      <div style={{ height: 700 }}>
        <Designer workbench={first} />
      </div>
      <div style={{ height: 700 }}>
        <Designer workbench={second} />
      </div>
    </>,
  );
}

const root = document.getElementById("root");
if (root) void show(root);
