import type { ReactNode } from "react";
import { useText } from "../i18n/use-text.ts";
import { failureHistory, jobFailure, newestFailureAt, type LookedAt } from "../run/failures.ts";
import { FailureCard } from "./failure-card.tsx";
import { useRun } from "./workbench-context.ts";

/** The exceptions of the run up to the moment on screen, newest first. [UI85] */
export function Exceptions(): ReactNode {
  const player = useRun();
  const text = useText("failure");
  const failures = failureHistory(player?.view.failures ?? []);
  if (!player || failures.length === 0) return null;
  return (
    <ul className="failures" aria-label={text("history")}>
      {failures.map((failure) => (
        <li key={failure.seq}>
          <FailureCard failure={failure} shape={player.header} />
        </li>
      ))}
    </ul>
  );
}

/** The newest exception at an operator, a subtask or an edge; with none of them, the one that the job failed of. [UI84] */
export function NewestException(part: LookedAt): ReactNode {
  const player = useRun();
  if (!player) return null;
  const { header, view } = player;
  const isJob = part.operator === undefined && part.edge === undefined;
  const failure = isJob ? jobFailure(view) : newestFailureAt(header, view.failures, part);
  return failure && <FailureCard failure={failure} shape={header} />;
}
