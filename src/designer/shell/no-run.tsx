import type { ReactNode } from "react";
import { text } from "../i18n/language.ts";
import { useText } from "../i18n/use-text.ts";
import type { DesignerSlots } from "./slots.ts";

/**
 * The slots of a page that can draw but not run, as a place without workers is: every control is there and says why it does
 * nothing.
 */
export const noRun: DesignerSlots = {
  run: {
    phase: () => "idle",
    onPhase: () => () => {},
    start: () => Promise.resolve([{ severity: "error", code: "run.unavailable", message: text("shell", "cannotRun") }]),
    pause: () => {},
    resume: () => {},
    cancel: () => {},
    emit: () => {},
    runningDocument: () => undefined,
    operatorFacts: () => undefined,
    edgeFacts: () => undefined,
    onFacts: () => () => {},
    subtasksOf: () => [],
  },
  PhysicalView: () => <CannotRun />,
  Transport: () => <CannotRun />,
  Timeline: () => <CannotRun />,
  InspectorTab: () => <CannotRun />,
  StatusReadouts: () => null,
  FaultMenu: () => null,
  commands: [],
};

function CannotRun(): ReactNode {
  const t = useText("shell");
  return <p className="cannot-run">{t("cannotRun")}</p>;
}
