import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { currentLanguage, i18n, initLanguage, preferredLanguage } from "../../designer/i18n/language.ts";
import { Designer } from "../../designer/shell/designer.tsx";
import { rememberLayout } from "../../designer/shell/layout-memory.ts";
import { noRun } from "../../designer/shell/no-run.tsx";
import { openFirst } from "../../designer/shell/open-first.ts";
import { settingsStore } from "../../designer/workspace/settings-store.ts";
import { createCatalog } from "../catalog.ts";
import { guessFile } from "./guess-file.ts";

async function main(root: HTMLElement): Promise<void> {
  const asked = new URLSearchParams(location.search).get("lang");
  const kept = settingsStore.getState().language;
  await initLanguage(preferredLanguage([asked, kept, ...navigator.languages].filter((language) => language != null)));
  const showLanguage = (): void => {
    document.documentElement.lang = currentLanguage();
  };
  showLanguage();
  i18n.on("languageChanged", showLanguage);
  rememberLayout(localStorage, { width: innerWidth, height: innerHeight });
  await openFirst(location.hash);
  const catalog = createCatalog();
  createRoot(root).render(
    <StrictMode>
      <Designer catalog={catalog} slots={noRun} guessFile={(name, sample) => guessFile(catalog, name, sample)} />
    </StrictMode>,
  );
}

const root = document.getElementById("root");
if (root) void main(root);
