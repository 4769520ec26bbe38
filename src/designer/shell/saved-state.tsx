import { useSyncExternalStore, type ReactNode } from "react";
import { useText } from "../i18n/use-text.ts";
import { formatMoment } from "../i18n/format.ts";
import { useDocument } from "../workspace/workbench-context.ts";

/** "saved 2 s ago"; an example and a link say whose they are. */
export function SavedState(): ReactNode {
  const t = useText("shell");
  const origin = useDocument((state) => state.origin);
  const savedAt = useDocument((state) => state.savedAt);
  const follows = useDocument((state) => state.follows);
  const now = useNow();
  const words = ((): string => {
    if (origin === "example") return t("saved.example");
    if (origin === "link") return t("saved.link");
    if (follows) return t("saved.follows");
    if (savedAt === undefined) return t("saved.notYet");
    const seconds = Math.max(0, Math.round((now - savedAt) / 1000));
    if (seconds < 5) return t("saved.now");
    if (seconds < 60) return t("saved.seconds", { seconds });
    return seconds < 3600
      ? t("saved.minutes", { minutes: Math.floor(seconds / 60) })
      : t("saved.at", { moment: formatMoment(savedAt) });
  })();
  return <span className="saved-state">{words}</span>;
}

const stepMs = 5000;

/** Wall time in steps of 5 s. */
function useNow(): number {
  return useSyncExternalStore(everyStep, () => Math.floor(Date.now() / stepMs) * stepMs);
}

function everyStep(listener: () => void): () => void {
  const timer = setInterval(listener, stepMs);
  return () => clearInterval(timer);
}
