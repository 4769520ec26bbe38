import { loadLateMessages } from "../i18n/language.ts";
import type { ComponentProps, ReactNode } from "react";
import { lazyView } from "./lazy-view.tsx";
import { useRun } from "./workbench-context.ts";

/** Views of what went wrong: they come, with their words, when something does. */
export const FailureList = lazyView(async () => {
  const [{ Exceptions: component }] = await Promise.all([import("./failure-list.tsx"), loadLateMessages()]);
  return component;
});

const NewestFailureAt = lazyView(async () => {
  const [{ NewestException: component }] = await Promise.all([import("./failure-list.tsx"), loadLateMessages()]);
  return component;
});

/** Nothing of it is loaded while nothing has failed. */
export function FailureAt(part: ComponentProps<typeof NewestFailureAt>): ReactNode {
  const failures = useRun()?.view.failures.length ?? 0;
  return failures > 0 && <NewestFailureAt {...part} />;
}
