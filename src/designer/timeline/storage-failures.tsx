import type { ReactNode } from "react";
import { formatDuration } from "../i18n/format.ts";
import { engineText } from "../i18n/language.ts";
import { useText } from "../i18n/use-text.ts";
import { useRun } from "../workspace/workbench-context.ts";

const shown = 4;

/** The last calls of storage that failed, newest first: what, where, why, what comes of it and what to do. [ST61] */
export function StorageFailures(): ReactNode {
  const text = useText("storage");
  const failures = useRun()?.view.storageFailures.slice(-shown).toReversed() ?? [];
  if (failures.length === 0) return null;
  return (
    <ul className="storage-failures" aria-label={text("title")} aria-live="polite">
      {failures.map(({ seq, at, operation, path, cause, outcome }) => (
        <li key={seq}>
          {formatDuration(at)} {text(operation, { path, cause: engineText(cause) })} <strong>{text(outcome)}</strong>
        </li>
      ))}
    </ul>
  );
}
