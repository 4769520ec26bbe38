import { loadLateMessages } from "../i18n/language.ts";
import { lazyView } from "./lazy-view.tsx";

/** Views of what went wrong: they come, with their words, when something does. */
export const FailureList = lazyView(async () => {
  const [{ Exceptions: component }] = await Promise.all([import("./failure-list.tsx"), loadLateMessages()]);
  return component;
});

export const FailureAt = lazyView(async () => {
  const [{ NewestException: component }] = await Promise.all([import("./failure-list.tsx"), loadLateMessages()]);
  return component;
});
